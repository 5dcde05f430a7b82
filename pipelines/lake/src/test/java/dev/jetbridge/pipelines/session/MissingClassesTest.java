package dev.jetbridge.pipelines.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingClassesTest {
  /** Notes what it is asked for. */
  private static final class Asked extends ClassLoader {
    private final List<String> names = new ArrayList<>();

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      names.add(name);
      throw new ClassNotFoundException(name);
    }
  }

  @Test
  void looksOnceForAClassThatIsMissing() throws ClassNotFoundException {
    Asked jars = new Asked();
    MissingClasses classes = new MissingClasses(jars);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> classes.loadClass("of.nobody.Generated"))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessage("of.nobody.Generated");
    }

    assertThat(jars.names).containsExactly("of.nobody.Generated");
    assertThat(classes.loadClass("java.util.List")).isEqualTo(List.class);
  }
}
