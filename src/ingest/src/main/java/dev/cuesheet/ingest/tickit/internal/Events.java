package dev.cuesheet.ingest.tickit.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the events, and remembers of each what its listings need: when it starts and what a ticket costs. Every event of
 * May is written down as starting on the first, which the public file does too; its date is right.
 */
final class Events {
    static final int COUNT = 8_798;

    private static final int[] START_HOURS = {
        14 * 3600, 15 * 3600, 19 * 3600, 19 * 3600 + 1800, 14 * 3600 + 1800, 20 * 3600
    };
    private static final int[] START_ODDS = Dice.runningSums(21, 21, 20, 20, 9, 9);

    /** What is on in a category, where, and for how much. Prices are in dollars and all equally likely. */
    private enum Stage {
        OPERA(8, 500, 300, 309, 60, 95, 130, 180, 240, 310, 400, 520),
        MUSICALS(6, 1_300, 200, 264, 70, 90, 120, 150, 190, 240, 300, 420),
        PLAYS(7, 2_000, 200, 249, 40, 60, 80, 105, 130, 160, 210, 320),
        POP(9, 4_998, 1, 130, 25, 40, 60, 80, 110, 150, 200, 260, 330, 430, 600, 900, 1_700);

        final int category;
        final int events;
        final int firstVenue;
        final int lastVenue;
        final int[] prices;

        Stage(int category, int events, int firstVenue, int lastVenue, int... prices) {
            this.category = category;
            this.events = events;
            this.firstVenue = firstVenue;
            this.lastVenue = lastVenue;
            this.prices = prices;
        }
    }

    private final Dice dice;
    private final int[] startSeconds = new int[COUNT];
    private final int[] prices = new int[COUNT];

    Events(long seed) {
        this.dice = new Dice(seed, 2);
    }

    void write(OutputFile file) throws IOException {
        var names = namesByCategory();
        for (var stage : Stage.values()) {
            write(file, stage, names.getOrDefault(stage.category, List.of()));
        }
    }

    /** When the event starts, in seconds from the beginning of the year. */
    int startSecond(int eventId) {
        return startSeconds[eventId - 1];
    }

    /** What a ticket usually costs, in dollars. */
    int price(int eventId) {
        return prices[eventId - 1];
    }

    private void write(OutputFile file, Stage stage, List<String> names) throws IOException {
        var venues = stage.lastVenue - stage.firstVenue + 1;
        for (var i = 0; i < stage.events; i++) {
            var id = (int) file.rows() + 1;
            // Each name and each venue is used at least once, also the venues that have no row of their own.
            var venue = stage.firstVenue + (i < venues ? i : dice.below(venues));
            var name = names.get(i < names.size() ? i : dice.skewedBelow(names.size()));
            var day = dice.below(Calendar2008.DAYS);
            var start = START_HOURS[dice.weighted(START_ODDS)];
            startSeconds[id - 1] = day * Calendar2008.SECONDS_A_DAY + start;
            prices[id - 1] = stage.prices[dice.below(stage.prices.length)];
            var writtenDay = Calendar2008.month(day) == Calendar2008.MAY ? Calendar2008.FIRST_OF_MAY : day;
            file.number(id)
                    .number(venue)
                    .number(stage.category)
                    .number(Calendar2008.dateId(day))
                    .text(name)
                    .isoTime(writtenDay, start)
                    .endRow();
        }
    }

    private static Map<Integer, List<String>> namesByCategory() {
        var names = new HashMap<Integer, List<String>>();
        for (var line : WordList.lines("events.txt")) {
            var bar = line.indexOf('|');
            names.computeIfAbsent(Integer.valueOf(line.substring(0, bar)), c -> new ArrayList<>())
                    .add(line.substring(bar + 1));
        }
        return names;
    }
}
