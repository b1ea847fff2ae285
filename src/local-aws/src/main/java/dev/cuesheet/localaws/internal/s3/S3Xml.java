package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** S3's answers in XML. */
final class S3Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private S3Xml() {}

    static XmlElement element(String name) {
        return XmlElement.inNamespace(name, NAMESPACE);
    }

    static Reply reply(XmlElement document) {
        return Reply.xml(200, document.document());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
