// Refines TICKIT: reads the seven raw tables from the Data Catalog, types and cleans them, and writes one row a sale.
//
// A Glue 5.0 job (or later) with these parameters, where the values are examples:
//   --job-language scala  --class TickitEtl  --enable-glue-datacatalog
//   --source_database tickit_raw  --target_path s3://curated/tickit/sales_consolidated/
//
// The job needs nothing but Spark. Its role needs to read the tables and their objects, the database "default" (Spark
// looks for it), and to list, write and delete below the target, which the job replaces.

import org.apache.spark.sql.functions._
import org.apache.spark.sql.types._
import org.apache.spark.sql.{DataFrame, Observation, SparkSession}

/** @param keys the columns that must not be null; the first one identifies the row
  * @param positive amounts that make no sense unless above zero
  */
case class RawTable(name: String, columns: String, keys: Seq[String], positive: Seq[String] = Nil)

object RawTable {
  // The raw files have no header, so a crawler calls the columns col0, col1, ...: these are their names and types.
  val Users = RawTable("users", """userid int, username string, firstname string, lastname string, city string,
      state string, email string, phone string, likesports boolean, liketheatre boolean, likeconcerts boolean,
      likejazz boolean, likeclassical boolean, likeopera boolean, likerock boolean, likevegas boolean,
      likebroadway boolean, likemusicals boolean""", keys = Seq("userid"))
  val Venue = RawTable("venue", "venueid int, venuename string, venuecity string, venuestate string, venueseats int",
    keys = Seq("venueid"))
  val Category = RawTable("category", "catid int, catgroup string, catname string, catdesc string",
    keys = Seq("catid"))
  val Date = RawTable("date", """dateid int, caldate date, day string, week int, month string, qtr string, year int,
      holiday boolean""", keys = Seq("dateid", "caldate"))
  val Event = RawTable("event", """eventid int, venueid int, catid int, dateid int, eventname string,
      starttime timestamp""", keys = Seq("eventid", "venueid", "catid", "dateid"))
  val Listing = RawTable("listing", """listid int, sellerid int, eventid int, dateid int, numtickets int,
      priceperticket decimal(8,2), totalprice decimal(8,2), listtime timestamp""",
    keys = Seq("listid", "sellerid", "eventid", "dateid"), positive = Seq("numtickets", "priceperticket"))
  val Sales = RawTable("sales", """salesid int, listid int, sellerid int, buyerid int, eventid int, dateid int,
      qtysold int, pricepaid decimal(8,2), commission decimal(8,2), saletime timestamp""",
    keys = Seq("salesid", "listid", "sellerid", "buyerid", "eventid", "dateid"),
    positive = Seq("qtysold", "pricepaid"))
}

object TickitEtl {
  import RawTable._

  // What the warehouse loads by position: a change here is a change of its table.
  private val Consolidated = Seq(
    "salesid", "listid", // int
    "sellerid", "seller_name", "seller_city", "seller_state", // int, then strings
    "buyerid", "buyer_name", "buyer_city", "buyer_state", // int, then strings
    "eventid", "eventname", "catgroup", "catname", // int, then strings
    "venueid", "venuename", "venuecity", "venuestate", // int, then strings
    "dateid", "caldate", "year", "qtr", "month", "holiday", // int, date, int, string, string, boolean
    "starttime", "listtime", "saletime", // timestamps, UTC
    "qtysold", "priceperticket", "pricepaid", "commission" // int, then decimal(8,2)
  )

  def main(args: Array[String]): Unit = {
    val options = parse(args)
    val spark = SparkSession.builder().appName("tickit_etl").enableHiveSupport().getOrCreate()
    val raw = new RawData(spark, options("source_database"))

    val written = Observation("written")
    consolidate(raw)
      .select(Consolidated.map(col): _*)
      .observe(written, count(lit(1)).as("rows"))
      .coalesce(4)
      .write.mode("overwrite").parquet(options("target_path"))
    raw.report()
    println(s"sales_consolidated: ${written.get("rows")} rows written, one for each sale that is valid and no duplicate")
  }

  /** One row a sale. Where a dimension has no row for it, the sale stays and the dimension's columns are null. */
  private def consolidate(raw: RawData): DataFrame = {
    val users = raw(Users).select(col("userid"),
      nullif(concat_ws(" ", col("firstname"), col("lastname")), lit("")).as("name"), col("city"), col("state"))
    def as(role: String) = users.select(
      users.columns.map(column => col(column).as(if (column == "userid") s"${role}id" else s"${role}_$column")): _*)

    raw(Sales)
      .join(as("seller"), Seq("sellerid"), "left")
      .join(as("buyer"), Seq("buyerid"), "left")
      .join(raw(Event).drop("dateid"), Seq("eventid"), "left")
      .join(raw(Category).drop("catdesc"), Seq("catid"), "left")
      .join(raw(Venue), Seq("venueid"), "left")
      .join(raw(Date), Seq("dateid"), "left")
      .join(raw(Listing).select("listid", "priceperticket", "listtime"), Seq("listid"), "left")
  }

  /** `--name value` pairs; an option that is followed by the next one has no value. */
  private def parse(args: Array[String]): Map[String, String] =
    args.sliding(2).collect { case Array(name, value) if name.startsWith("--") => name.drop(2) -> value }.toMap
}

/** The tables as the crawler found them, typed and cleaned on the way; it counts what comes by. */
class RawData(spark: SparkSession, database: String) {
  private val seen = scala.collection.mutable.LinkedHashMap.empty[String, Observation]

  def apply(table: RawTable): DataFrame = {
    val valid = (table.keys.map(col(_).isNotNull) ++ table.positive.map(col(_) > 0)).reduce(_ && _)
    seen(table.name) = Observation(table.name)
    typed(table)
      .observe(seen(table.name), count(lit(1)).as("read"), count(when(valid, 1)).as("valid"))
      .where(valid)
      .dropDuplicates(table.keys.head)
  }

  /** Prints how many rows each table had and how many were refused; a table's counts are there once it has been read. */
  def report(): Unit = for ((table, counts) <- seen) {
    val Seq(read, valid) = Seq("read", "valid").map(counts.get(_).asInstanceOf[Long])
    println(s"$table: $read rows read, ${read - valid} rejected for a null key or an amount that is not positive")
  }

  private def typed(table: RawTable): DataFrame = {
    val found = spark.table(s"$database.`${table.name}`")
    val wanted = StructType.fromDDL(table.columns)
    require(found.columns.length == wanted.length,
      s"table ${table.name} has ${found.columns.length} columns, expected ${wanted.length}: ${wanted.names.mkString(", ")}")
    found.selectExpr(found.schema.zip(wanted).map { case (has, want) => s"${convert(has, want)} as ${want.name}" }: _*)
  }

  /** What does not fit the wanted type becomes null, and so do an empty text and `\N`. */
  private def convert(has: StructField, want: StructField): String = {
    val isText = has.dataType == StringType
    val value = if (isText) s"nullif(nullif(trim(`${has.name}`), ''), r'\\N')" else s"`${has.name}`"
    if (isText && want.dataType == TimestampType)
      s"coalesce(try_to_timestamp($value, 'yyyy-MM-dd HH:mm:ss'), try_to_timestamp($value, 'M/d/yyyy H:mm:ss'))"
    else s"try_cast($value as ${want.dataType.sql})"
  }
}
