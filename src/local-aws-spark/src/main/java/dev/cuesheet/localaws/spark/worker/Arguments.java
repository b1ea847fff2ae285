package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.JobRunner.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Glue job's arguments: those that steer Glue itself, and what the script's main gets to see. */
record Arguments(Job job) {

    String mainClass() {
        return job.arguments().getOrDefault("--class", "GlueApp");
    }

    String scriptLocation() {
        return job.arguments().getOrDefault("--scriptLocation", job.scriptLocation());
    }

    String language() {
        return job.arguments().getOrDefault("--job-language", job.language());
    }

    boolean usesDataCatalog() {
        return job.arguments().containsKey("--enable-glue-datacatalog");
    }

    /** Jars to compile and run the script with, in the order given. */
    List<String> extraJars() {
        return Stream.of(job.arguments().getOrDefault("--extra-jars", "").split(","))
                .map(String::strip)
                .filter(uri -> !uri.isEmpty())
                .toList();
    }

    /** Spark's settings from {@code --conf}, where several are chained as {@code a=b --conf c=d}. */
    Map<String, String> sparkSettings() {
        var settings = new LinkedHashMap<String, String>();
        for (var setting : job.arguments().getOrDefault("--conf", "").split("\\s*--conf\\s+")) {
            var equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
        }
        return settings;
    }

    /** In alphabetical order, so that a run can be repeated to the letter; a flag without a value stands alone. */
    String[] forMain() {
        var all = new TreeMap<>(job.arguments());
        all.put("--JOB_NAME", job.jobName());
        all.put("--JOB_RUN_ID", job.runId());
        all.put("--JOB_ID", job.jobName());
        var flat = new ArrayList<String>();
        all.forEach((name, value) -> {
            flat.add(name);
            if (!value.isEmpty()) {
                flat.add(value);
            }
        });
        return flat.toArray(String[]::new);
    }
}
