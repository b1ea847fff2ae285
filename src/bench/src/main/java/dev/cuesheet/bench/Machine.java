package dev.cuesheet.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The machine as it was when the benchmark began: enough to judge the figures by, and nothing that names it.
 *
 * @param java the version that ran what was measured
 * @param load of the last minute; above the benchmark's own share the figures are worth little
 */
record Machine(String os, int cores, long memoryGib, String java, double load) {

    static Machine running(Program program) throws InterruptedException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getName() + " " + system.getArch(),
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                program.javaVersion(),
                system.getSystemLoadAverage());
    }

    String asLine() {
        return "%s, %d cores, %d GiB, Java %s, load %.1f at the start".formatted(os, cores, memoryGib, java, load);
    }
}
