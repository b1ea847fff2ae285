package dev.cuesheet.ingest.tickit.internal;

import java.io.IOException;

/**
 * Makes listings and their sales in one pass, so that a sale can keep to its listing without the listings being
 * remembered. Exactly as many sales are made as asked: whether a listing sells is drawn with what is left to sell over
 * what is left to list, and where as many sales as listings are left each listing sells once.
 */
final class Facts {
    private static final double SOLD_LISTING_MEAN_SALES = 1.325;
    private static final int[] SALES_ODDS = Dice.runningSums(65, 23, 9, 3);
    private static final int[] TICKETS_ODDS = Dice.runningSums(
            70, 210, 80, 190, 60, 100, 30, 80, 20, 60, 8, 30, 6, 14, 6, 10, 4, 6, 3, 5, 2, 2, 1, 2, 1, 1, 1, 1, 1, 1);
    private static final int[] SOLD_ODDS = Dice.runningSums(390, 370, 90, 110, 12, 16, 5, 7);
    private static final int LEAST_PRICE = 20;
    private static final int MOST_PRICE = 2_500;
    private static final int DAY = Calendar2008.SECONDS_A_DAY;
    private static final int LONGEST_LEAD = 90 * DAY;
    private static final int LISTED_BEFORE_START = 2 * 3600;
    private static final int SOLD_BEFORE_START = 3600;
    private static final int COMMISSION_PERCENT = 15;
    private static final int ROWS_A_PULSE = 8192;

    /** Hears how many rows of facts are there; may end the work. */
    interface Pulse {
        void rows(long written) throws InterruptedException;
    }

    private final Dice dice;
    private final Events events;
    private final Crowd sellers;
    private final Crowd buyers;
    private final Crowd shows;
    private long listingsLeft;
    private long salesLeft;
    private long listId;

    Facts(long seed, Events events, long listings, long sales) {
        this.dice = new Dice(seed, 3);
        this.events = events;
        this.listingsLeft = listings;
        this.salesLeft = sales;
        this.sellers = new Crowd(Users.COUNT, dice);
        this.buyers = new Crowd(Users.COUNT, dice);
        this.shows = new Crowd(Events.COUNT, dice);
    }

    void write(OutputFile listings, OutputFile sales, Pulse pulse) throws IOException, InterruptedException {
        for (; listingsLeft > 0; listingsLeft--) {
            listing(listings, sales);
            if (listingsLeft % ROWS_A_PULSE == 0) {
                pulse.rows(listings.rows() + sales.rows());
            }
        }
    }

    private void listing(OutputFile listings, OutputFile sales) throws IOException {
        // One id in six is missing, as it is where listings were withdrawn.
        do {
            listId++;
        } while (dice.below(100) < 18);
        var seller = sellers.pick(dice);
        var event = shows.pick(dice);
        var start = events.startSecond(event);
        var tickets = 1 + dice.weighted(TICKETS_ODDS);
        var price = price(event);
        var listed = listTime(start);
        listings.number(listId)
                .number(seller)
                .number(event)
                .number(Calendar2008.dateId(listed / DAY))
                .number(tickets)
                .dollars(price)
                .dollars(price * tickets)
                .isoTime(listed / DAY, listed % DAY)
                .endRow();
        var unsold = tickets;
        for (var count = salesOfNextListing(); count > 0 && unsold > 0; count--) {
            var quantity = Math.min(unsold, 1 + dice.weighted(SOLD_ODDS));
            sale(sales, seller, event, quantity, price, saleTime(listed, start));
            unsold -= quantity;
            salesLeft--;
        }
    }

    private void sale(OutputFile sales, int seller, int event, int quantity, int price, int sold) throws IOException {
        var paid = quantity * price;
        sales.number(sales.rows() + 1)
                .number(listId)
                .number(seller)
                .number(buyerOtherThan(seller))
                .number(event)
                .number(Calendar2008.dateId(sold / DAY))
                .number(quantity)
                .number(paid)
                .shortMoney((long) paid * COMMISSION_PERCENT)
                .usTime(sold / DAY, sold % DAY)
                .endRow();
    }

    private long salesOfNextListing() {
        if (salesLeft >= listingsLeft) {
            return Math.min(salesLeft, 1 + dice.weighted(SALES_ODDS));
        }
        var sells = dice.chance(salesLeft / (listingsLeft * SOLD_LISTING_MEAN_SALES));
        return sells ? Math.min(salesLeft, 1 + dice.weighted(SALES_ODDS)) : 0;
    }

    private int price(int event) {
        var price = events.price(event) * (70 + dice.below(90)) / 100;
        return Math.max(LEAST_PRICE, Math.min(MOST_PRICE, price));
    }

    private int listTime(int start) {
        var latest = start - LISTED_BEFORE_START;
        var fraction = dice.fraction();
        return latest - (int) (fraction * fraction * Math.min(latest, LONGEST_LEAD));
    }

    private int saleTime(int listed, int start) {
        return listed + 60 + dice.below(start - SOLD_BEFORE_START - listed - 60);
    }

    private int buyerOtherThan(int seller) {
        var buyer = buyers.pick(dice);
        return buyer == seller ? buyer % Users.COUNT + 1 : buyer;
    }
}
