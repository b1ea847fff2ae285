/** Answers to questions, and their pictures: aligned tables for a terminal, a page for a browser, JSON for a program. */
@NullMarked
package dev.cuesheet.report;

import org.jspecify.annotations.NullMarked;
