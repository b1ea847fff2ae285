package dev.cuesheet.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One thing measured several times.
 *
 * @param name what it is, for people
 * @param unit of the samples: {@code s}, {@code MB}, or empty for a ratio
 * @param samples in the order in which they were taken
 * @param atMost the goal that the median should keep; empty where there is none
 */
record Figure(String name, String unit, List<Double> samples, OptionalDouble atMost) {
    Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples of \"%s\"".formatted(name));
        }
    }

    static Figure seconds(String name, List<Double> samples) {
        return new Figure(name, "s", samples, OptionalDouble.empty());
    }

    static Figure megabytes(String name, List<Double> samples) {
        return new Figure(name, "MB", samples, OptionalDouble.empty());
    }

    /** Sample by sample, since each pair was taken side by side. */
    static Figure ratio(String name, Figure dividend, Figure divisor) {
        if (dividend.samples.size() != divisor.samples.size()) {
            throw new IllegalArgumentException(
                    "\"%s\" and \"%s\" were not measured in pairs".formatted(dividend.name, divisor.name));
        }
        var ratios = IntStream.range(0, dividend.samples.size())
                .mapToObj(i -> dividend.samples.get(i) / divisor.samples.get(i))
                .toList();
        return new Figure(name, "", ratios, OptionalDouble.empty());
    }

    Figure atMost(double goal) {
        return new Figure(name, unit, samples, OptionalDouble.of(goal));
    }

    double median() {
        var sorted = samples.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Whether the median keeps the goal; empty where there is none. */
    Optional<Boolean> kept() {
        return atMost.isPresent() ? Optional.of(median() <= atMost.getAsDouble()) : Optional.empty();
    }
}
