package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.guideddescent.kernel.KernelInstance;
import org.guideddescent.kernel.jshell.CellInterrupted;

/** The base kernel's streams and displays, leading to the streams and displays of the running cell. */
final class CellIO extends JupyterIO {

    CellIO(KernelInstance kernel) {
        super(StandardCharsets.UTF_8);
        setEnv(new Replies(kernel));
        setJupyterInEnabled(true);
    }

    private static final class Replies extends ShellReplyEnvironment {
        private final KernelInstance kernel;

        Replies(KernelInstance kernel) {
            super(null, null, null, null); // It has no sockets: all that would use them is overridden.
            this.kernel = kernel;
        }

        @Override
        public <T extends ContentType<T>> void publish(T content) {
            if (content instanceof PublishUpdateDisplayData update) {
                kernel.updateDisplay(update);
            } else if (content instanceof DisplayData data) {
                kernel.display(data);
            }
        }

        @Override
        public void writeToStdOut(String text) {
            System.out.print(text);
        }

        @Override
        public void writeToStdErr(String text) {
            System.err.print(text);
        }

        @Override
        public String readFromStdIn(String prompt, boolean isPassword) {
            try {
                return kernel.ask(prompt, isPassword) + "\n";
            } catch (IOException e) {
                throw new UncheckedIOException("no input", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CellInterrupted();
            }
        }
    }
}
