package health.vigil.parts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests that hold on every database that Vigil may run on: the build runs them once in each [StartMode]. They are
/// skipped, with the reason, where the machine lacks what a mode needs; with the environment variable `CI` set, only
/// Docker may be missing.
@Documented
@Tag("every-store")
@ExtendWith(StoreCondition.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnEveryStore {}
