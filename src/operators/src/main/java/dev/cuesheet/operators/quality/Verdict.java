package dev.cuesheet.operators.quality;

/** What a check's answers come to. */
record Verdict(boolean passed, String expected, String found) {}
