package dev.cuesheet.localaws.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeNamesTest {
    @TempDir
    Path folder;

    @Test
    void ordinary_names_stay_as_they_are() {
        assertThat(SafeNames.caseSensitive().encode("sales_tab.txt")).containsExactly("sales_tab.txt");
        assertThat(SafeNames.caseSensitive().encode("ds=2008-01-01 (A)")).containsExactly("ds=2008-01-01 (A)");
    }

    @Test
    void different_texts_never_share_a_place_and_are_found_again() throws IOException {
        var names = SafeNames.caseFolding();
        var random = new Random(5);
        var places = new HashMap<String, String>();
        var texts = new HashSet<>(List.of("", ".", "..", "%", "%25", "a/b", "\\", "x".repeat(2000), "é".repeat(300)));
        while (texts.size() < 500) {
            texts.add(random.ints(random.nextInt(6), 0, 0x11000)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        for (var text : texts) {
            var place = names.resolve(folder, text);
            assertThat(place.normalize()).isEqualTo(place).startsWithRaw(folder);
            assertThat(places.put(place.toString().toLowerCase(java.util.Locale.ROOT), text))
                    .as("place of %s", text)
                    .isNull();
            Files.createDirectories(place.getParent());
            Files.createFile(place);
        }
        var found = new HashSet<String>();

        names.forEach(folder, (text, place) -> found.add(text));

        assertThat(found).isEqualTo(texts);
    }

    @Test
    void files_that_we_would_have_named_otherwise_are_passed_over() throws IOException {
        for (var name : List.of("%61", "%2", "%zz", "ends with dot.", "%2f")) {
            Files.createFile(folder.resolve(name));
        }
        var found = new HashSet<String>();

        SafeNames.caseSensitive().forEach(folder, (text, place) -> found.add(text));

        assertThat(found).isEmpty();
    }

    @Test
    void half_a_character_is_refused() {
        assertThatThrownBy(() -> SafeNames.caseSensitive().encode("a\ud800"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_file_system_says_whether_case_matters() throws IOException {
        Files.createFile(folder.resolve("probe"));
        var folds = Files.exists(folder.resolve("PROBE"));

        assertThat(SafeNames.of(folder).encode("A").get(0)).isEqualTo(folds ? "%41" : "A");
    }
}
