package tickit;

import static dev.cuesheet.ingest.ColumnType.Whole.INTEGER;
import static dev.cuesheet.ingest.TableColumn.of;

import dev.cuesheet.ingest.ColumnType;
import dev.cuesheet.ingest.ColumnType.Decimal;
import dev.cuesheet.ingest.ColumnType.Timestamp;
import dev.cuesheet.ingest.ColumnType.Varchar;
import dev.cuesheet.ingest.TableLayout;
import dev.cuesheet.ingest.TimeFormat;
import java.util.List;

/**
 * The table that the Glue job makes: one row a sale, with everything that is known about it. COPY fills it from Parquet
 * by position, so the order here is the order of the columns in {@code glue-scripts/tickit_etl.scala}.
 */
final class Consolidated {
    private static final ColumnType TEXT = new Varchar(100);
    private static final ColumnType MONEY = new Decimal(8, 2);
    private static final ColumnType TIME = new Timestamp(TimeFormat.ISO);

    static final TableLayout TABLE = new TableLayout(
            "sales_consolidated",
            List.of(
                    of("salesid", INTEGER).notNull(),
                    of("listid", INTEGER).notNull(),
                    of("sellerid", INTEGER).notNull(),
                    of("seller_name", TEXT),
                    of("seller_city", TEXT),
                    of("seller_state", TEXT),
                    of("buyerid", INTEGER).notNull(),
                    of("buyer_name", TEXT),
                    of("buyer_city", TEXT),
                    of("buyer_state", TEXT),
                    of("eventid", INTEGER).notNull(),
                    of("eventname", new Varchar(200)),
                    of("catgroup", TEXT),
                    of("catname", TEXT),
                    of("venueid", INTEGER),
                    of("venuename", TEXT),
                    of("venuecity", TEXT),
                    of("venuestate", TEXT),
                    of("dateid", INTEGER).notNull(),
                    of("caldate", new ColumnType.Date()),
                    of("year", INTEGER),
                    of("qtr", TEXT),
                    of("month", TEXT),
                    of("holiday", new ColumnType.Bool()),
                    of("starttime", TIME),
                    of("listtime", TIME),
                    of("saletime", TIME),
                    of("qtysold", INTEGER).notNull(),
                    of("priceperticket", MONEY),
                    of("pricepaid", MONEY).notNull(),
                    of("commission", MONEY)),
            "salesid",
            "dateid");

    private Consolidated() {}
}
