package dev.cuesheet.ingest.tickit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.ingest.IngestException;
import dev.cuesheet.ingest.IngestProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickitGeneratorTest {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter US = DateTimeFormatter.ofPattern("M/d/uuuu HH:mm:ss");
    private static final double SCALE = 0.1;
    private static final String PINNED = "4fdaf50862fc162b2809057e96507293ba53cbc1cb5671e00f7378128ae0018b";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static TickitFiles files;
    private static TickitTotals totals;

    @BeforeAll
    static void generate() throws Exception {
        files = new TickitGenerator(42, SCALE).generate(shared, IngestProgress.none());
        totals = TickitTotals.read(files, IngestProgress.none());
    }

    @Test
    void at_scale_one_there_are_as_many_rows_as_in_the_public_files_and_about_as_many_bytes() throws Exception {
        var whole = new TickitGenerator(1, 1).generate(folder, IngestProgress.none());

        var counted = TickitTotals.read(whole, IngestProgress.none());

        for (var table : TickitTable.values()) {
            assertThat(counted.of(table).rows()).as(table.fileName()).isEqualTo(table.publicRows());
        }
        assertThat(whole.size(TickitTable.USERS)).isBetween(5_700_000L, 6_100_000L);
        assertThat(whole.size(TickitTable.LISTING)).isBetween(11_200_000L, 12_000_000L);
        assertThat(whole.size(TickitTable.SALES)).isBetween(10_900_000L, 11_700_000L);
    }

    @Test
    void the_scale_multiplies_facts_and_leaves_dimensions_alone() {
        assertThat(totals.of(TickitTable.LISTING).rows()).isEqualTo(19_250);
        assertThat(totals.of(TickitTable.SALES).rows()).isEqualTo(17_246);
        assertThat(totals.of(TickitTable.USERS).rows()).isEqualTo(49_990);
        assertThat(new TickitGenerator(1, 100).rows()).containsEntry(TickitTable.LISTING, 19_249_700L);
    }

    @Test
    void nothing_refers_to_nothing_except_events_to_three_venues() {
        for (var table : TickitTable.values()) {
            assertThat(totals.of(table).repeatedKeys()).isZero();
            totals.of(table).orphans().forEach((column, orphans) -> {
                if (table != TickitTable.EVENT || !column.equals("venueid")) {
                    assertThat(orphans).as("%s.%s", table, column).isZero();
                }
            });
        }
        var venues = new HashSet<>(column(TickitTable.VENUE, 0));
        assertThat(column(TickitTable.EVENT, 1).stream()
                        .filter(id -> !venues.contains(id))
                        .distinct())
                .containsExactlyInAnyOrder("12", "51", "64");
    }

    @Test
    void a_sale_keeps_to_its_listing() {
        var listings = new HashMap<String, String[]>();
        rows(TickitTable.LISTING).forEach(row -> listings.put(row[0], row));
        var starts = new HashMap<String, LocalDate>();
        var dates = datesById();
        rows(TickitTable.EVENT).forEach(row -> starts.put(row[0], dates.get(row[3])));
        var sold = new HashMap<String, Integer>();

        for (var sale : rows(TickitTable.SALES)) {
            var listing = listings.get(sale[1]);
            var saleTime = LocalDateTime.parse(sale[9], US);
            assertThat(sale[2]).isEqualTo(listing[1]).isNotEqualTo(sale[3]);
            assertThat(sale[4]).isEqualTo(listing[2]);
            assertThat(saleTime).isAfter(LocalDateTime.parse(listing[7], ISO));
            assertThat(saleTime.toLocalDate()).isEqualTo(dates.get(sale[5])).isBeforeOrEqualTo(starts.get(sale[4]));
            assertThat(new BigDecimal(listing[5]).multiply(new BigDecimal(sale[6])))
                    .isEqualByComparingTo(sale[7]);
            sold.merge(sale[1], Integer.valueOf(sale[6]), Integer::sum);
        }
        sold.forEach((listing, tickets) ->
                assertThat(tickets).isLessThanOrEqualTo(Integer.parseInt(listings.get(listing)[4])));
    }

    @Test
    void money_is_as_in_the_public_files() {
        for (var listing : rows(TickitTable.LISTING)) {
            assertThat(listing[5]).matches("[1-9][0-9]*\\.00");
            assertThat(new BigDecimal(listing[6]))
                    .isEqualByComparingTo(new BigDecimal(listing[5]).multiply(new BigDecimal(listing[4])));
        }
        for (var sale : rows(TickitTable.SALES)) {
            assertThat(sale[7]).matches("[1-9][0-9]*");
            assertThat(sale[8]).doesNotMatch(".*\\.[0-9]*0");
            assertThat(new BigDecimal(sale[8]))
                    .isEqualByComparingTo(new BigDecimal(sale[7]).multiply(new BigDecimal("0.15")));
        }
    }

    @Test
    void listings_are_dated_by_their_listing_and_have_gaps_in_their_ids() {
        var dates = datesById();
        var last = 0;
        var gaps = 0;
        for (var listing : rows(TickitTable.LISTING)) {
            var id = Integer.parseInt(listing[0]);
            assertThat(id).isGreaterThan(last);
            gaps += id - last - 1;
            last = id;
            assertThat(LocalDateTime.parse(listing[7], ISO).toLocalDate()).isEqualTo(dates.get(listing[3]));
        }
        assertThat(gaps).isBetween(3_000, 6_000);
    }

    @Test
    void the_year_is_made_as_the_public_one_with_its_mistakes() {
        var days = rows(TickitTable.DATE);

        assertThat(days).hasSize(365).noneMatch(day -> day[1].equals("2008-02-29"));
        assertThat(days.get(0)).containsExactly("1827", "2008-01-01", "WE", "1", "JAN", "1", "2008", "TRUE");
        assertThat(days.get(58)).containsExactly("1885", "2008-02-28", "FR", "9", "FEB", "1", "2008", "FALSE");
        assertThat(days.get(59)).containsExactly("1886", "2008-03-01", "SA", "10", "MAR", "1", "2008", "FALSE");
        assertThat(days.get(303)).containsExactly("2130", "2008-10-31", "FR", "45", "OCT", "4", "2008", "FALSE");
        assertThat(days.get(364)).containsExactly("2191", "2008-12-31", "WE", "53", "DEC", "4", "2008", "FALSE");
        assertThat(days.stream().filter(day -> day[7].equals("TRUE")).map(day -> day[1].substring(5)))
                .containsExactly("01-01", "05-26", "07-04", "09-01", "11-27", "12-25", "12-26");
        for (var day : days) {
            var date = LocalDate.parse(day[1]);
            var ahead = date.getMonthValue() < 3 ? 1 : 0;
            assertThat(date.plusDays(ahead).getDayOfWeek().name()).startsWith(day[2]);
            assertThat(date.getMonth().name()).startsWith(day[4]);
        }
    }

    @Test
    void events_start_on_their_date_except_in_may_when_all_are_written_down_on_the_first() {
        var dates = datesById();
        for (var event : rows(TickitTable.EVENT)) {
            var date = dates.get(event[3]);
            var written = LocalDateTime.parse(event[5], ISO).toLocalDate();
            assertThat(written).isEqualTo(date.getMonthValue() == 5 ? date.withDayOfMonth(1) : date);
        }
    }

    @Test
    void seats_are_unknown_in_two_ways() {
        var seats = column(TickitTable.VENUE, 4);
        assertThat(seats.stream().filter("\\N"::equals)).hasSize(15);
        assertThat(seats.stream().filter("0"::equals)).hasSizeGreaterThan(50);
        assertThat(seats.stream().filter(s -> s.matches("[1-9][0-9]{4}"))).hasSizeGreaterThan(30);
    }

    @Test
    void names_try_what_names_can_try() {
        assertThat(column(TickitTable.VENUE, 1)).anyMatch(name -> name.contains("&"));
        var events = new HashSet<>(column(TickitTable.EVENT, 4));
        assertThat(events)
                .hasSizeBetween(570, 580)
                .anyMatch(name -> name.startsWith("."))
                .anyMatch(name -> name.matches("[0-9].*"))
                .anyMatch(name -> name.contains("&"))
                .anyMatch(name -> name.contains("'"));
    }

    @Test
    void users_like_dislike_or_do_not_say_and_some_live_in_canada() {
        var users = rows(TickitTable.USERS);
        for (var column = 8; column < 18; column++) {
            var like = column;
            assertThat(users.stream().map(user -> user[like]).distinct())
                    .containsExactlyInAnyOrder("TRUE", "FALSE", "");
        }
        assertThat(users.stream().map(user -> user[1])).doesNotHaveDuplicates();
        assertThat(users).allMatch(user -> user[1].matches("[A-Z]{3}[0-9]{2}[A-Z]{3}"));
        assertThat(users).allMatch(user -> user[7].matches("\\([2-9][0-9]{2}\\) 555-[0-9]{4}"));
        assertThat(users).allMatch(user -> user[6].matches(".*\\.example(\\.com|\\.org)?"));
        assertThat(users.stream().map(user -> UsRegion.of(user[5])).distinct())
                .contains(UsRegion.SOUTH, UsRegion.OUTSIDE_US)
                .doesNotContain(UsRegion.UNKNOWN);
    }

    @Test
    void some_sellers_are_much_busier_than_others() {
        var tickets = new HashMap<String, Integer>();
        rows(TickitTable.SALES).forEach(sale -> tickets.merge(sale[2], Integer.valueOf(sale[6]), Integer::sum));
        var mean =
                tickets.values().stream().mapToInt(Integer::intValue).average().orElse(0);

        assertThat(tickets.values()).anyMatch(sold -> sold > 4 * mean);
    }

    @Test
    void a_seed_and_a_scale_name_the_same_bytes_for_ever() throws Exception {
        new TickitGenerator(42, 0.01).generate(folder, IngestProgress.none());
        assertThat(hash(folder)).isEqualTo(PINNED);

        new TickitGenerator(42, 0.01).generate(folder, IngestProgress.none());
        assertThat(hash(folder)).isEqualTo(PINNED);
    }

    @Test
    void another_seed_names_other_bytes() throws Exception {
        new TickitGenerator(42, 0.01).generate(folder.resolve("a"), IngestProgress.none());
        new TickitGenerator(43, 0.01).generate(folder.resolve("b"), IngestProgress.none());

        for (var table : List.of(TickitTable.USERS, TickitTable.EVENT, TickitTable.LISTING, TickitTable.SALES)) {
            assertThat(folder.resolve("a").resolve(table.fileName()))
                    .isRegularFile()
                    .satisfies(file -> assertThat(
                                    Files.mismatch(file, folder.resolve("b").resolve(table.fileName())))
                            .isNotNegative());
        }
    }

    @Test
    void even_the_smallest_scale_makes_files_that_can_be_loaded() throws Exception {
        var tiny = new TickitGenerator(7, 0.000001)
                .generate(folder, IngestProgress.none())
                .check();
        var counted = TickitTotals.read(tiny, IngestProgress.none());

        assertThat(counted.of(TickitTable.LISTING).rows()).isEqualTo(1);
        assertThat(counted.of(TickitTable.SALES).rows()).isEqualTo(1);
    }

    @Test
    void an_interrupt_leaves_former_files_as_they_were_and_nothing_else() throws Exception {
        new TickitGenerator(1, 0.01).generate(folder, IngestProgress.none());
        var before = hash(folder);

        assertThatThrownBy(() -> new TickitGenerator(2, 1)
                        .generate(
                                folder,
                                (unit, done, total) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);

        assertThat(hash(folder)).isEqualTo(before);
    }

    @Test
    void progress_rises_to_the_number_of_all_rows() throws Exception {
        var heard = new ArrayList<Long>();
        new TickitGenerator(1, 0.2).generate(folder, (unit, done, total) -> {
            assertThat(unit).isEqualTo("rows");
            assertThat(total).isEqualTo(59_366L + 38_499 + 34_491);
            heard.add(done);
        });
        assertThat(heard).hasSizeGreaterThan(3).isSorted().endsWith(59_366L + 38_499 + 34_491);
    }

    @Test
    void a_folder_that_cannot_be_made_is_said() throws IOException {
        var file = Files.writeString(folder.resolve("taken"), "x");

        assertThatThrownBy(() -> new TickitGenerator(1, 1).generate(file.resolve("in"), IngestProgress.none()))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith("Cannot write generated files to " + file.resolve("in"))
                .hasMessageContaining("room for 30 MB");
    }

    @Test
    void a_scale_that_makes_no_sense_is_refused() {
        for (var scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e9}) {
            assertThatThrownBy(() -> new TickitGenerator(1, scale)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Map<String, LocalDate> datesById() {
        var dates = new HashMap<String, LocalDate>();
        rows(TickitTable.DATE).forEach(day -> dates.put(day[0], LocalDate.parse(day[1])));
        return dates;
    }

    private static List<String> column(TickitTable table, int column) {
        return rows(table).stream().map(row -> row[column]).toList();
    }

    private static List<String[]> rows(TickitTable table) {
        var delimiter = Pattern.quote(String.valueOf(table.delimiter()));
        try (Stream<String> lines = Files.lines(files.file(table))) {
            return lines.map(line -> line.split(delimiter, -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names and contents of all there is in the folder. */
    private static String hash(Path folder) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> list = Files.list(folder)) {
            for (var file : list.sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
