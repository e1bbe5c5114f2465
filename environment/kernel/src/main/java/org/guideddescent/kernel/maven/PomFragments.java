package org.guideddescent.kernel.maven;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Makes a project of what people paste from a README: a project, or any of its elements without one. */
final class PomFragments {
    /** Elements that stand loose where the project has a list of them. */
    private static final Map<String, String> LISTS =
            Map.of("dependency", "dependencies", "repository", "repositories", "profile", "profiles");

    private static final Set<String> IDENTITY = Set.of("modelVersion", "groupId", "artifactId", "version");

    private PomFragments() {}

    /** The text of a whole project. */
    static String project(String body) {
        String text = body.strip().replaceFirst("^<\\?xml[^>]*\\?>", "");
        Element pasted = parse("<pasted>" + text + "</pasted>");
        for (Node child = pasted.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals("project")) {
                return body.strip();
            }
        }
        Element project = parse("<project><modelVersion>4.0.0</modelVersion><groupId>notebook</groupId>"
                + "<artifactId>cell</artifactId><version>1</version></project>");
        Map<String, Element> sections = new LinkedHashMap<>();
        for (Node child = pasted.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && !IDENTITY.contains(element.getTagName())) {
                collect(element, project, sections);
            }
        }
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("the cell holds no element of a POM, such as <dependency>: "
                    + text.lines().findFirst().orElse("it is empty"));
        }
        return text(project);
    }

    /** The same list may be pasted twice; a project has it once. */
    private static void collect(Element element, Element project, Map<String, Element> sections) {
        boolean loose = LISTS.containsKey(element.getTagName());
        String name = LISTS.getOrDefault(element.getTagName(), element.getTagName());
        Element section = sections.computeIfAbsent(name, n ->
                (Element) project.appendChild(project.getOwnerDocument().createElement(n)));
        if (loose) {
            section.appendChild(project.getOwnerDocument().importNode(element, true));
            return;
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            section.appendChild(project.getOwnerDocument().importNode(child, true));
        }
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // The default handler prints to the console what it throws anyway.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXParseException e) {
            throw new IllegalArgumentException(
                    "the cell is no well-formed XML: line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("the cell is no well-formed XML: " + e.getMessage(), e);
        }
    }

    private static String text(Element project) {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(project), new StreamResult(out));
            return out.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("cannot write the project of the cell", e);
        }
    }
}
