package dev.cuesheet.operators;

/** Marks work that will start a Glue job, so that whoever runs the DAG can get ready for it. */
public interface RunsGlueJob {}
