/** What a crawler makes of files: their format, columns and types, and which of them are one table. Knows no catalog. */
@NullMarked
package dev.cuesheet.localaws.internal.crawler;

import org.jspecify.annotations.NullMarked;
