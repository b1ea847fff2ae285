package dev.cuesheet.localaws.internal.wire;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** An element of a request's XML body: its text and its children, names without namespace. */
public final class XmlNode {
    private static final int DEEPEST = 32;

    private final String name;
    private final List<XmlNode> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlNode(String name) {
        this.name = name;
    }

    /** The document's root; empty when it is not well-formed or has a document type. Reads nothing from elsewhere. */
    public static Optional<XmlNode> parse(byte[] document) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            Deque<XmlNode> open = new ArrayDeque<>();
            open.push(new XmlNode(""));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        var node = new XmlNode(reader.getLocalName());
                        open.element().children.add(node);
                        open.push(node);
                    }
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        open.element().text.append(reader.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                        return Optional.empty();
                    }
                    default -> {
                        // comments and the like mean nothing here
                    }
                }
                if (open.size() > DEEPEST) {
                    return Optional.empty();
                }
            }
            return open.element().children.stream().findFirst();
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    public String name() {
        return name;
    }

    /** The text directly in this element. */
    public String text() {
        return text.toString();
    }

    public List<XmlNode> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    public Optional<XmlNode> child(String childName) {
        return children(childName).stream().findFirst();
    }

    /** The trimmed text of the first child of that name. */
    public Optional<String> text(String childName) {
        return child(childName).map(child -> child.text().trim());
    }
}
