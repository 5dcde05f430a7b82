package dev.jetbridge.pipelines.bench;
import java.io.PrintWriter;
public final class LifetimeValueBenchmark { private LifetimeValueBenchmark() {} public static void run(int customers, int rounds, PrintWriter out) {} }
