package io.tidegauge.loadtest.profiles;

import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Preferences that keep nothing. Gatling asks the network for its newest version unless its
 * preferences say that it has just done so, and these say it always.
 */
public final class NoPreferences extends AbstractPreferences {

  private static final String LAST_CHECK = "lastCheckTimestamp";

  private NoPreferences(@Nullable AbstractPreferences parent, String name) {
    super(parent, name);
  }

  /** Made by the JDK. */
  public static final class Factory implements PreferencesFactory {

    /** For the JDK. */
    public Factory() {}

    /** Has this process use it, if nothing has loaded {@link Preferences} yet. */
    static void use() {
      System.setProperty("java.util.prefs.PreferencesFactory", Factory.class.getName());
    }

    @Override
    public Preferences systemRoot() {
      return new NoPreferences(null, "");
    }

    @Override
    public Preferences userRoot() {
      return new NoPreferences(null, "");
    }
  }

  @Override
  protected @Nullable String getSpi(String key) {
    return key.equals(LAST_CHECK) ? Long.toString(Long.MAX_VALUE) : null;
  }

  @Override
  protected AbstractPreferences childSpi(String name) {
    return new NoPreferences(this, name);
  }

  @Override
  protected String[] keysSpi() {
    return new String[0];
  }

  @Override
  protected String[] childrenNamesSpi() {
    return new String[0];
  }

  @Override
  protected void putSpi(String key, String value) {}

  @Override
  protected void removeSpi(String key) {}

  @Override
  protected void removeNodeSpi() {}

  @Override
  protected void syncSpi() {}

  @Override
  protected void flushSpi() {}
}
