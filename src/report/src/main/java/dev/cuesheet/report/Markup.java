package dev.cuesheet.report;

/** Gathers HTML and SVG. Text from data can only come in through {@link #text}, which leaves nothing in it that is markup. */
final class Markup {
    private final StringBuilder html = new StringBuilder(1 << 14);

    /** Adds markup of ours as it is. */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Adds text that may hold anything, good between tags and inside quoted attributes. */
    Markup text(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(Character.isISOControl(c) ? '\ufffd' : c);
            }
        }
        return this;
    }

    /** Adds an element that holds nothing but text. {@code opening} is the tag with its attributes: {@code h2 id="x"}. */
    Markup element(String opening, String content) {
        var blank = opening.indexOf(' ');
        return raw("<" + opening + ">")
                .text(content)
                .raw("</" + (blank < 0 ? opening : opening.substring(0, blank)) + ">");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
