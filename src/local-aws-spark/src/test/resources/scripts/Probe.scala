import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions._

case class Item(id: Long, name: String)

/** Does what a test asks for with --do. */
object Probe {
  val bornAt = System.nanoTime() // new for each run, if runs do not share classes

  def main(args: Array[String]): Unit = {
    val options = args.sliding(2).collect { case Array(name, value) if name.startsWith("--") => name.drop(2) -> value }.toMap
    val spark = SparkSession.builder().enableHiveSupport().getOrCreate()
    import spark.implicits._
    println(s"bornAt=$bornAt pid=${ProcessHandle.current.pid} job=${options("JOB_NAME")} run=${options("JOB_RUN_ID")}")
    options("do") match {
      case "write" =>
        val items = (1L to options("rows").toLong).map(id => Item(id, s"item $id")).toDS()
        items.filter(_.id > 0).write.mode("overwrite").json(options("target"))
      case "write-and-fail" =>
        val bad = udf((id: Long) => if (id == 900) throw new IllegalStateException("row 900 is broken") else id)
        spark.range(0, 1000, 1, 2).select(bad(col("id")).as("id")).write.mode("overwrite").json(options("target"))
      case "leave-a-view" => spark.range(1).createOrReplaceGlobalTempView("left"); spark.range(1).createOrReplaceTempView("left")
      case "sql" => spark.sql(options("sql")).toJSON.coalesce(1).write.mode("overwrite").text(options("target"))
      case "settings" => println(s"shuffle=${spark.conf.get("spark.sql.shuffle.partitions")} zip=${spark.conf.get("spark.io.compression.codec")}")
      case "wait" =>
        println("waiting")
        Thread.sleep(600000)
      case "spin" =>
        println("spinning")
        while (true) { try Thread.sleep(1000) catch { case _: InterruptedException => } }
      case "compute" => println(spark.range(0, 4, 1, 4).map(i => { Thread.sleep(600000); i }).count())
      case "slow-write" =>
        println("computing")
        val slow = udf((id: Long) => { Thread.sleep(1500); id })
        spark.range(0, 4, 1, 2).select(slow(col("id")).as("id")).write.mode("overwrite").json(options("target"))
      case "exit" => sys.exit(3)
      case "stop-spark" => spark.stop()
      case "rdd" => spark.sparkContext.parallelize(Seq("b", "a"), 2).saveAsTextFile(options("target"))
      case "save-table" => spark.range(3).write.option("path", options("target")).saveAsTable("lake.saved")
    }
  }
}
