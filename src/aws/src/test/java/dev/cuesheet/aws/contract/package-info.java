/** What each wrapper promises, on the local AWS in every build and on another AWS by request. */
@NullMarked
package dev.cuesheet.aws.contract;

import org.jspecify.annotations.NullMarked;
