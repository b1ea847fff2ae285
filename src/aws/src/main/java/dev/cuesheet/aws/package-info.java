/** Typed wrappers of the AWS data services: what AWS does, said in records, with one kind of exception. */
@NullMarked
package dev.cuesheet.aws;

import org.jspecify.annotations.NullMarked;
