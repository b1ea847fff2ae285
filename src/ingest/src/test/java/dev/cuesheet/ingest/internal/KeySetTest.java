package dev.cuesheet.ingest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySetTest {

    @Test
    void a_key_is_new_once() {
        var keys = new KeySet();
        for (var key : new int[] {0, 1, 65_535, 65_536, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(keys.contains(key)).isFalse();
            assertThat(keys.add(key)).isTrue();
            assertThat(keys.add(key)).isFalse();
            assertThat(keys.contains(key)).isTrue();
        }
        assertThat(keys.size()).isEqualTo(7);
        assertThat(keys.contains(2)).isFalse();
    }
}
