package dev.jetbridge.pipelines.lake;

import static dev.jetbridge.pipelines.lake.Intercepted.invoke;
import static dev.jetbridge.pipelines.lake.Intercepted.proxy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;

/**
 * A lake whose process dies at one of its steps: whoever takes the step stands still for ever, and
 * neither ends nor tidies up. A step is a look at a table, and what is just before and just after a
 * commit.
 */
public final class DyingLake {
  private final Lake real;
  private final Predicate<List<String>> death;
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch dead = new CountDownLatch(1);

  /**
   * @param death whether it dies at the last of these steps
   */
  public DyingLake(Lake real, Predicate<List<String>> death) {
    this.real = real;
    this.death = death;
  }

  public Lake lake() {
    return new Lake(real.spark(), proxy(Catalog.class, this::catalog));
  }

  /** The steps so far, in words. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  public CountDownLatch dead() {
    return dead;
  }

  private Object catalog(Method method, Object[] arguments) throws Throwable {
    Object result = invoke(real.catalog(), method, arguments);
    if (!method.getName().equals("loadTable")) {
      return result;
    }
    step("look at " + arguments[0]);
    TableOperations operations = ((BaseTable) result).operations();
    return new BaseTable(
        proxy(TableOperations.class, (m, a) -> commit(operations, m, a)), ((Table) result).name());
  }

  private Object commit(TableOperations operations, Method method, Object[] arguments)
      throws Throwable {
    if (!method.getName().equals("commit")) {
      return invoke(operations, method, arguments);
    }
    step("commit");
    Object result = invoke(operations, method, arguments);
    step("committed");
    return result;
  }

  private void step(String what) {
    boolean dies;
    synchronized (steps) {
      steps.add(what);
      dies = dead.getCount() == 0 || death.test(steps);
    }
    if (dies) {
      dead.countDown();
      while (true) {
        LockSupport.park();
      }
    }
  }
}
