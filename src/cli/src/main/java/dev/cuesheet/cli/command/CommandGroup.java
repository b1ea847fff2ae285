package dev.cuesheet.cli.command;

import java.util.List;

/**
 * A command that has others below it. Only those are made that the command line may mean: reading the annotations of all
 * of them is what makes a start slow.
 */
public interface CommandGroup {

    /** Every command of the group, in the order of the help. */
    List<String> names();

    /** A new command of that name. */
    Object command(String name);

    /** The commands that the words may mean: all, when no word is a command's name. */
    default List<String> namedIn(List<String> words) {
        var named = names().stream().filter(words::contains).toList();
        return named.isEmpty() ? names() : named;
    }
}
