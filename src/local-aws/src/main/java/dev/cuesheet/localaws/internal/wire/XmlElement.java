package dev.cuesheet.localaws.internal.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An XML element being built: either text or children. Escapes what XML forbids. */
public final class XmlElement {
    private final String name;
    private final List<XmlElement> children = new ArrayList<>();
    private @Nullable String text;
    private @Nullable String namespace;

    public XmlElement(String name) {
        this.name = name;
    }

    public static XmlElement inNamespace(String name, String namespace) {
        var element = new XmlElement(name);
        element.namespace = namespace;
        return element;
    }

    /** Adds and returns an empty child. */
    public XmlElement child(String childName) {
        var child = new XmlElement(childName);
        children.add(child);
        return child;
    }

    /** Adds a child with text and returns this element; a null value adds nothing. */
    public XmlElement with(String childName, @Nullable Object value) {
        if (value != null) {
            child(childName).text = value.toString();
        }
        return this;
    }

    /** Sets this element's own text and returns it. */
    public XmlElement text(String ownText) {
        text = ownText;
        return this;
    }

    /** The document with its XML declaration. */
    public String document() {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        if (namespace != null) {
            out.append(" xmlns=\"");
            escape(namespace, out);
            out.append('"');
        }
        out.append('>');
        if (text != null) {
            escape(text, out);
        }
        children.forEach(child -> child.write(out));
        out.append("</").append(name).append('>');
    }

    private static void escape(String raw, StringBuilder out) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> {
                    if (c >= 0x20 && c < 0xfffe || c == '\t' || c == '\n') {
                        out.append(c);
                    } else {
                        // Not in XML 1.0 in any form; AWS writes the reference all the same rather than another text.
                        out.append("&#").append((int) c).append(';');
                    }
                }
            }
        }
    }
}
