import dev.jetbridge.pipelines.GlueMain

/** Glue starts Scala scripts; the program is in the jar. */
object GlueApp {
  def main(sysArgs: Array[String]): Unit = GlueMain.main(sysArgs)
}
