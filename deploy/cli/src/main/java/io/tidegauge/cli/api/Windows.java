package io.tidegauge.cli.api;

import io.tidegauge.contract.window.Window;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the label of a window. */
public final class Windows implements ITypeConverter<Window> {

  @Override
  public Window convert(String text) {
    try {
      return Window.ofLabel(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
