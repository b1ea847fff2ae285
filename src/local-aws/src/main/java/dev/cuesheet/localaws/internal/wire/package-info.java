/** AWS's wire protocols: JSON 1.1, query and errors. Services are handed parsed requests and return documents. */
@NullMarked
package dev.cuesheet.localaws.internal.wire;

import org.jspecify.annotations.NullMarked;
