package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Query;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.Percent;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import dev.cuesheet.localaws.internal.wire.XmlNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tag sets in their two spellings: XML and query string. */
final class Tags {
    static final int MOST_PER_OBJECT = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private Tags() {}

    static Map<String, String> ofXml(byte[] body, int most) {
        var root = XmlNode.parse(body).orElseThrow(S3Errors::malformedXml);
        var set = root.child("TagSet").orElseThrow(S3Errors::malformedXml);
        var tags = new TreeMap<String, String>();
        for (var tag : set.children("Tag")) {
            add(
                    tags,
                    tag.child("Key").orElseThrow(S3Errors::malformedXml).text(),
                    tag.child("Value").orElseThrow(S3Errors::malformedXml).text());
        }
        return checked(tags, most);
    }

    static Map<String, String> ofQuery(String query, int most) {
        var tags = new TreeMap<String, String>();
        Query.parse(query).all().forEach(tag -> add(tags, tag.getKey(), tag.getValue()));
        return checked(tags, most);
    }

    static String toQuery(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Percent.encode(tag.getKey()) + "=" + Percent.encode(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    static void addTo(XmlElement parent, Map<String, String> tags) {
        var set = parent.child("TagSet");
        new TreeMap<>(tags)
                .forEach((key, value) -> set.child("Tag").with("Key", key).with("Value", value));
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || key.startsWith("aws:")) {
            throw new AwsError(400, "InvalidTag", "The TagKey you have provided is invalid");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new AwsError(400, "InvalidTag", "The TagValue you have provided is invalid");
        }
        if (tags.put(key, value) != null) {
            throw new AwsError(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
    }

    private static Map<String, String> checked(Map<String, String> tags, int most) {
        if (tags.size() > most) {
            throw new AwsError(400, "BadRequest", "There cannot be more than " + most + " tags");
        }
        return tags;
    }
}
