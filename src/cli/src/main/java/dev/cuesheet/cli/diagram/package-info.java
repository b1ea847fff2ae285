/** Pictures of DAGs, pipelines and schemas, as Mermaid text and as SVG. */
@NullMarked
package dev.cuesheet.cli.diagram;

import org.jspecify.annotations.NullMarked;
