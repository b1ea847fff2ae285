package dev.cuesheet.ingest.tickit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Seven files small enough to add up in one's head. */
final class TinyTickit {
    private TinyTickit() {}

    static TickitFiles in(Path folder) {
        write(folder, TickitTable.USERS, """
                1|AAA00AAA|Ada|Abel|Ames|IA|ada@x.example|(515) 555-0001|TRUE|FALSE||||||||
                2|BBB11BBB|Bob|Baker|Bath|ME|bob@x.example|(207) 555-0002|||||||||TRUE|FALSE
                """);
        write(folder, TickitTable.VENUE, "1|A & B Hall|Ames|IA|0\n2|Casino|Reno|NV|\\N\n");
        write(folder, TickitTable.CATEGORY, "9|Concerts|Pop|Pop music\n");
        write(
                folder,
                TickitTable.DATE,
                "1827|2008-01-01|WE|1|JAN|1|2008|TRUE\n1828|2008-01-02|TH|1|JAN|1|2008|FALSE\n");
        write(
                folder,
                TickitTable.EVENT,
                "1|1|9|1828|.22 Band|2008-01-02 20:00:00\n2|12|9|1828|Nobody's Venue|2008-01-02 20:00:00\n");
        write(folder, TickitTable.LISTING, """
                1|1|1|1827|4|100.00|400.00|2008-01-01 10:00:00
                3|2|2|1827|2|33.35|66.70|2008-01-01 11:00:00
                """);
        write(folder, TickitTable.SALES, """
                1\t1\t1\t2\t1\t1827\t2\t200\t30\t1/1/2008 12:00:00
                2\t1\t1\t2\t1\t1828\t1\t100\t15\t1/2/2008 01:00:00
                3\t3\t2\t1\t2\t1828\t1\t33.35\t5.01\t1/2/2008 02:00:00
                """);
        return TickitFiles.in(folder);
    }

    static void write(Path folder, TickitTable table, String text) {
        try {
            Files.writeString(folder.resolve(table.fileName()), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
