package io.github.spencerpark.ijava;

import io.github.spencerpark.ijava.magics.MavenResolver;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.guideddescent.kernel.KernelInstance;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.jshell.Questions;
import org.guideddescent.kernel.magic.Registry;

/** Our kernel in the shape of IJava's: a BaseKernel whose engine never starts and whose every answer is ours. */
public final class JavaKernel extends BaseKernel implements KernelInstance {
    private final KernelInstance kernel;
    private final JupyterIO io;

    /**
     * Gives a kernel the shape of IJava's.
     *
     * @param kernel what answers
     */
    public JavaKernel(KernelInstance kernel) {
        this.kernel = kernel;
        this.io = new CellIO(kernel);
    }

    /** {@return the word for code that can run as it stands} */
    public static String completeCodeSignifier() {
        return IS_COMPLETE_YES;
    }

    /** {@return the word for code that no more lines can mend} */
    public static String invalidCodeSignifier() {
        return IS_COMPLETE_BAD;
    }

    /** {@return the word for code of which nobody can say} */
    public static String maybeCompleteCodeSignifier() {
        return IS_COMPLETE_MAYBE;
    }

    /**
     * Appends a jar or folder to the class path.
     *
     * @param path of the jar or folder
     */
    public void addToClasspath(String path) {
        kernel.addToClassPath(Path.of(path));
    }

    /** {@return Maven, for code} */
    public MavenResolver getMavenResolver() {
        return new MavenResolver(kernel.getMagics());
    }

    @Override
    public Registry getMagics() {
        return kernel.getMagics();
    }

    @Override
    public Renderer getRenderer() {
        return kernel.getRenderer();
    }

    @Override
    public CommManager getCommManager() {
        return kernel.getCommManager();
    }

    @Override
    public JupyterIO getIO() {
        return io;
    }

    @Override
    public DisplayData render(Object value, String... types) {
        return kernel.render(value, types);
    }

    @Override
    public void display(DisplayData data) {
        kernel.display(data);
    }

    @Override
    public void updateDisplay(DisplayData data) {
        kernel.updateDisplay(data);
    }

    @Override
    public void page(DisplayData data) {
        kernel.page(data);
    }

    @Override
    public String ask(String prompt, boolean password) throws IOException, InterruptedException {
        return kernel.ask(prompt, password);
    }

    @Override
    public void clearOutput(boolean wait) {
        kernel.clearOutput(wait);
    }

    @Override
    public Object evalRaw(String code) {
        return kernel.evalRaw(code);
    }

    @Override
    public DisplayData eval(String code) {
        Object value = evalRaw(code);
        return value == null ? null : render(value);
    }

    @Override
    public void addToClassPath(Path entry) {
        kernel.addToClassPath(entry);
    }

    @Override
    public Questions questions() {
        return kernel.questions();
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        List<String> found = questions().inspect(code, at, extraDetail);
        return found.isEmpty() ? null : new DisplayData(String.join("\n\n", found));
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        Questions.Completion found = questions().complete(code, at);
        return new ReplacementOptions(found.matches(), found.start(), found.end());
    }

    @Override
    public String isComplete(String code) {
        Questions.Completeness answer = questions().completeness(code);
        return answer.status().equals("incomplete") ? answer.indent() : answer.status();
    }

    @Override
    public Outcome.Failure failure(Throwable thrown) {
        return kernel.failure(thrown);
    }

    @Override
    public List<String> formatError(Exception e) {
        return failure(e).lines();
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("java")
                .build();
    }

    @Override
    public void interrupt() {
        kernel.interrupt();
    }
}
