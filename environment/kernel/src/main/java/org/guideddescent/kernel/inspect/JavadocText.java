package org.guideddescent.kernel.inspect;

import com.sun.source.doctree.AttributeTree;
import com.sun.source.doctree.AuthorTree;
import com.sun.source.doctree.DeprecatedTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.IndexTree;
import com.sun.source.doctree.InheritDocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.doctree.VersionTree;
import com.sun.source.util.DocTreeScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The text of a Javadoc comment for people: HTML and tags become paragraphs, lists, and labelled lines. */
public final class JavadocText extends DocTreeScanner<Void, ShapedText> {
    private static final Map<String, String> LABELS =
            Map.of("apiNote", "Note", "implSpec", "Implementation", "implNote", "Implementation note", "jls", "JLS");

    private final DocTrees trees;
    private final ShapedText out = new ShapedText();

    private JavadocText(DocTrees trees) {
        this.trees = trees;
    }

    /**
     * {@return the comment as plain text}
     *
     * @param comment what stands between the comment's marks, without the asterisks
     */
    public static String of(String comment) {
        JavacTask task =
                (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, d -> {}, null, null, null);
        DocTrees trees = DocTrees.instance(task);
        JavadocText text = new JavadocText(trees);
        try {
            text.scan(trees.getDocCommentTree(new Page(comment)), text.out);
        } catch (RuntimeException e) {
            // The compiler fails to report what is wrong with some tags, such as an unfinished link.
            return comment.strip();
        }
        return text.out.toString();
    }

    /** The compiler reads a comment without Java around it only from the body of a page. */
    private static final class Page extends SimpleJavaFileObject {
        private final String comment;

        Page(String comment) {
            super(URI.create("memory:///comment.html"), JavaFileObject.Kind.HTML);
            this.comment = comment;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "<body>" + comment + "</body>";
        }
    }

    @Override
    public Void visitDocComment(DocCommentTree comment, ShapedText to) {
        scan(comment.getFullBody(), to);
        to.endBody();
        scan(comment.getBlockTags(), to);
        return null;
    }

    @Override
    public Void scan(DocTree node, ShapedText to) {
        // Java 17, for which this is compiled, has no methods for what came later.
        String kind = node == null ? "" : node.getKind().name();
        if (kind.equals("SNIPPET")) {
            to.beginVerbatim();
            super.scan(node, to);
            to.endVerbatim();
        } else if (kind.equals("SPEC")) {
            to.beginLabelled("Specification");
            to.text(node.toString().replaceFirst("@spec\\s+", ""));
            to.endLabelled();
        } else {
            super.scan(node, to);
        }
        return null;
    }

    @Override
    public Void visitText(TextTree text, ShapedText to) {
        to.text(text.getBody());
        return null;
    }

    @Override
    public Void visitEntity(EntityTree entity, ShapedText to) {
        String characters = trees.getCharacters(entity);
        to.text(characters == null ? entity.toString() : characters);
        return null;
    }

    @Override
    public Void visitStartElement(StartElementTree element, ShapedText to) {
        to.start(element.getName().toString());
        return null;
    }

    @Override
    public Void visitEndElement(EndElementTree element, ShapedText to) {
        to.end(element.getName().toString());
        return null;
    }

    @Override
    public Void visitAttribute(AttributeTree attribute, ShapedText to) {
        return null;
    }

    @Override
    public Void visitLiteral(LiteralTree literal, ShapedText to) {
        to.text(literal.getBody().getBody());
        return null;
    }

    @Override
    public Void visitLink(LinkTree link, ShapedText to) {
        if (link.getLabel().isEmpty()) {
            return scan(link.getReference(), to);
        }
        return scan(link.getLabel(), to);
    }

    @Override
    public Void visitReference(ReferenceTree reference, ShapedText to) {
        String signature = reference.getSignature();
        to.text(signature.startsWith("#") ? signature.substring(1) : signature.replace('#', '.'));
        return null;
    }

    @Override
    public Void visitValue(ValueTree value, ShapedText to) {
        return scan(value.getReference(), to);
    }

    @Override
    public Void visitIndex(IndexTree index, ShapedText to) {
        return scan(index.getSearchTerm(), to);
    }

    @Override
    public Void visitInheritDoc(InheritDocTree inherit, ShapedText to) {
        return null;
    }

    @Override
    public Void visitParam(ParamTree parameter, ShapedText to) {
        String name = parameter.getName().toString();
        return labelled(
                "Parameter " + (parameter.isTypeParameter() ? "<" + name + ">" : name), parameter.getDescription());
    }

    @Override
    public Void visitReturn(ReturnTree returned, ShapedText to) {
        if (returned.isInline()) {
            to.text("Returns ");
            scan(returned.getDescription(), to);
            to.text(".");
            return null;
        }
        return labelled("Returns", returned.getDescription());
    }

    @Override
    public Void visitThrows(ThrowsTree thrown, ShapedText to) {
        return labelled("Throws " + thrown.getExceptionName().getSignature(), thrown.getDescription());
    }

    @Override
    public Void visitDeprecated(DeprecatedTree deprecated, ShapedText to) {
        return labelled("Deprecated", deprecated.getBody());
    }

    @Override
    public Void visitSince(SinceTree since, ShapedText to) {
        return labelled("Since", since.getBody());
    }

    @Override
    public Void visitSee(SeeTree see, ShapedText to) {
        return labelled("See", see.getReference());
    }

    @Override
    public Void visitAuthor(AuthorTree author, ShapedText to) {
        return null;
    }

    @Override
    public Void visitVersion(VersionTree version, ShapedText to) {
        return null;
    }

    /** Such as the JDK's own apiNote and implSpec. */
    @Override
    public Void visitUnknownBlockTag(UnknownBlockTagTree tag, ShapedText to) {
        return labelled(LABELS.getOrDefault(tag.getTagName(), tag.getTagName()), tag.getContent());
    }

    private Void labelled(String label, List<? extends DocTree> description) {
        out.beginLabelled(label);
        scan(description, out);
        out.endLabelled();
        return null;
    }
}
