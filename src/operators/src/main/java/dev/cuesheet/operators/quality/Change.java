package dev.cuesheet.operators.quality;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How far apart two amounts are, neither of them 0: Airflow's {@code ratio_formula} ({@code
 * providers/common/sql/operators/sql.py}, SQLIntervalCheckOperator).
 */
public enum Change {
    /** The larger divided by the smaller. */
    MAX_OVER_MIN {
        @Override
        BigDecimal between(BigDecimal now, BigDecimal reference) {
            return now.max(reference).divide(now.min(reference), MathContext.DECIMAL64);
        }
    },
    /** The difference divided by the reference. */
    RELATIVE_DIFF {
        @Override
        BigDecimal between(BigDecimal now, BigDecimal reference) {
            return now.subtract(reference).abs().divide(reference, MathContext.DECIMAL64);
        }
    };

    abstract BigDecimal between(BigDecimal now, BigDecimal reference);
}
