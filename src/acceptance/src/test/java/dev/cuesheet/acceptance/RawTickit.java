package dev.cuesheet.acceptance;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The answers worked out from the raw files alone, by loops over lines: it shares no code with the product. */
final class RawTickit {
    private static final Map<String, Set<String>> REGIONS = Map.of(
            "Northeast", states("CT ME MA NH RI VT NJ NY PA"),
            "Midwest", states("IN IL MI OH WI IA KS MN MO NE ND SD"),
            "South", states("DE DC FL GA MD NC SC VA WV AL KY MS TN AR LA OK TX"),
            "West", states("AZ CO ID NM MT UT NV WY AK CA HI OR WA"));

    /** One line of the regions' answer. */
    record RegionTotal(long sales, long tickets, BigDecimal paid, BigDecimal commission) {
        static final RegionTotal NONE = new RegionTotal(0, 0, new BigDecimal("0.00"), new BigDecimal("0.00"));

        RegionTotal plus(String tickets, String paid, String commission) {
            return new RegionTotal(
                    sales + 1,
                    this.tickets + Long.parseLong(tickets),
                    this.paid.add(new BigDecimal(paid)),
                    this.commission.add(new BigDecimal(commission)));
        }
    }

    private final Path folder;

    RawTickit(Path folder) {
        this.folder = folder;
    }

    long rows(String file) {
        try (var lines = Files.lines(folder.resolve(file))) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    BigDecimal sumOfSales(int column) {
        return sales().stream().map(sale -> new BigDecimal(sale[column])).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Seller ids with the tickets they sold in the year, most first, ties by id. */
    List<Map.Entry<Integer, Long>> topSellers(int year, int limit) {
        var days = daysOf(year);
        var tickets = new HashMap<Integer, Long>();
        for (var sale : sales()) {
            if (days.contains(sale[5])) {
                tickets.merge(Integer.valueOf(sale[2]), Long.valueOf(sale[6]), Long::sum);
            }
        }
        return tickets.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .toList();
    }

    Map<String, RegionTotal> byRegionOfEvent(int year) {
        var venues = column("venue_pipe.txt", 0, 3);
        var events = column("allevents_pipe.txt", 0, 1);
        return byRegion(year, sale -> venues.get(String.valueOf(events.get(sale[4]))));
    }

    Map<String, RegionTotal> byRegionOfSeller(int year) {
        var users = column("allusers_pipe.txt", 0, 5);
        return byRegion(year, sale -> users.get(sale[2]));
    }

    private Map<String, RegionTotal> byRegion(
            int year, java.util.function.Function<String[], @org.jspecify.annotations.Nullable String> stateOf) {
        var days = daysOf(year);
        var totals = new TreeMap<String, RegionTotal>();
        for (var sale : sales()) {
            if (days.contains(sale[5])) {
                var region = region(stateOf.apply(sale));
                totals.put(region, totals.getOrDefault(region, RegionTotal.NONE).plus(sale[6], sale[7], sale[8]));
            }
        }
        return totals;
    }

    private static String region(@org.jspecify.annotations.Nullable String state) {
        if (state == null || state.isBlank() || state.equals("\\N")) {
            return "Unknown";
        }
        return REGIONS.entrySet().stream()
                .filter(region -> region.getValue().contains(state.strip()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("Outside US");
    }

    private Set<String> daysOf(int year) {
        return lines("date2008_pipe.txt", "|").stream()
                .filter(date -> date[6].equals(String.valueOf(year)))
                .map(date -> date[0])
                .collect(Collectors.toSet());
    }

    private Map<String, String> column(String file, int key, int value) {
        return lines(file, "|").stream().collect(Collectors.toMap(row -> row[key], row -> row[value]));
    }

    private List<String[]> sales() {
        return lines("sales_tab.txt", "\t");
    }

    private List<String[]> lines(String file, String separator) {
        var rows = new ArrayList<String[]>();
        try (var lines = Files.lines(folder.resolve(file))) {
            lines.forEach(line -> rows.add(line.split(Pattern.quote(separator), -1)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return rows;
    }

    private static Set<String> states(String codes) {
        return Set.of(codes.split(" "));
    }
}
