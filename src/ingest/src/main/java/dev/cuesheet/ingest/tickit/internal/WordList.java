package dev.cuesheet.ingest.tickit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lists that rows are made from: invented names of venues, shows and acts, common names of people, real cities. */
final class WordList {
    private WordList() {}

    static List<String> lines(String name) {
        try (var in = WordList.class.getResourceAsStream("/dev/cuesheet/ingest/tickit/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the word list %s is missing from this build".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[][] words(String name) {
        return lines(name).stream().map(WordList::bytes).toArray(byte[][]::new);
    }

    static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
