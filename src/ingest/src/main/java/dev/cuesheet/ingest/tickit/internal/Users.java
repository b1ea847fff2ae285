package dev.cuesheet.ingest.tickit.internal;

import java.io.IOException;
import java.util.ArrayList;

/** Makes the users. */
final class Users {
    static final int COUNT = 49_990;

    private static final int LIKES = 10;
    private static final String[] LIKE = {"TRUE", "FALSE", ""};
    private static final byte[][] MAIL_ENDS = {
        WordList.bytes(".example"), WordList.bytes(".example.com"), WordList.bytes(".example.org")
    };

    /** User names are three letters, two digits, three letters; stepping through all of them this far meets none twice. */
    private static final long USER_NAMES = 26L * 26 * 26 * 100 * 26 * 26 * 26;

    private static final long USER_NAME_STEP = 11_863_279_259L;

    private final Dice dice;
    private final byte[][] firstNames = WordList.words("firstnames.txt");
    private final byte[][] lastNames = WordList.words("lastnames.txt");
    private final byte[][] mailWords = WordList.words("mailwords.txt");
    private final byte[][][] cities;
    private final byte[][] states;
    private final int[] stateOdds;
    private long userName;

    Users(long seed) {
        this.dice = new Dice(seed, 1);
        this.userName = (dice.next() >>> 1) % USER_NAMES;
        var weights = new ArrayList<Integer>();
        var stateCodes = new ArrayList<byte[]>();
        var cityNames = new ArrayList<byte[][]>();
        for (var line : WordList.lines("cities.txt")) {
            var parts = line.split("\\|");
            stateCodes.add(WordList.bytes(parts[0]));
            weights.add(Integer.valueOf(parts[1]));
            cityNames.add(java.util.Arrays.stream(parts[2].split(","))
                    .map(WordList::bytes)
                    .toArray(byte[][]::new));
        }
        this.states = stateCodes.toArray(byte[][]::new);
        this.cities = cityNames.toArray(byte[][][]::new);
        this.stateOdds =
                Dice.runningSums(weights.stream().mapToInt(Integer::intValue).toArray());
    }

    void write(OutputFile file) throws IOException {
        for (var id = 1; id <= COUNT; id++) {
            var state = dice.weighted(stateOdds);
            var ofState = cities[state];
            file.number(id)
                    .text(nextUserName())
                    .text(firstNames[dice.below(firstNames.length)])
                    .text(lastNames[dice.below(lastNames.length)])
                    .text(ofState[dice.skewedBelow(ofState.length)])
                    .text(states[state])
                    .text(mail())
                    .text(phone());
            for (var i = 0; i < LIKES; i++) {
                file.text(LIKE[dice.below(LIKE.length)]);
            }
            file.endRow();
        }
    }

    private byte[] nextUserName() {
        userName = (userName + USER_NAME_STEP) % USER_NAMES;
        var name = new byte[8];
        var rest = userName;
        for (var i = name.length - 1; i >= 0; i--) {
            var digit = i == 3 || i == 4;
            var base = digit ? 10 : 26;
            name[i] = (byte) ((digit ? '0' : 'A') + rest % base);
            rest /= base;
        }
        return name;
    }

    /** An address that can belong to nobody: its domain is one that is reserved for examples. */
    private byte[] mail() {
        var name = mailWords[dice.below(mailWords.length)];
        var domain = mailWords[dice.below(mailWords.length)];
        var end = MAIL_ENDS[dice.below(MAIL_ENDS.length)];
        var mail = new byte[name.length + domain.length + end.length + 1];
        System.arraycopy(name, 0, mail, 0, name.length);
        mail[name.length] = '@';
        System.arraycopy(domain, 0, mail, name.length + 1, domain.length);
        System.arraycopy(end, 0, mail, name.length + 1 + domain.length, end.length);
        return mail;
    }

    private byte[] phone() {
        var phone = WordList.bytes("(000) 555-0000");
        var number = dice.below(8_000_000);
        for (var i = phone.length - 1; i >= 10; i--) {
            phone[i] += (byte) (number % 10);
            number /= 10;
        }
        for (var i = 3; i >= 1; i--) {
            phone[i] += (byte) (number % 10);
            number /= 10;
        }
        phone[1] += 2;
        return phone;
    }
}
