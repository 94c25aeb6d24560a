namespace Madaline.Tests.Expressions;

/// <summary>What the printed functions call: the few operations of a lane that are no operators of C.</summary>
internal static class CPrelude
{
    public static string Text { get; } = Head + Floating("f32", "float", "int32_t", "f", 23, 127, "12582912.0f")
        + Floating("f64", "double", "int64_t", "", 52, 1023, "6755399441055744.0")
        + Integer("i64", "int64_t") + Integer("i32", "int32_t") + Integer("u8", "uint8_t");

    private const string Head = """
        #include <math.h>
        #include <stdbool.h>
        #include <stdint.h>
        #include <string.h>

        """;

    private static string Floating(
        string name, string type, string bits, string suffix, int digits, int bias, string shift) => $$"""

        static inline {{bits}} bits_{{name}}({{type}} x) { {{bits}} y; memcpy(&y, &x, sizeof y); return y; }
        static inline {{type}} from_bits_{{name}}({{bits}} x) { {{type}} y; memcpy(&y, &x, sizeof y); return y; }
        static inline {{type}} abs_{{name}}({{type}} x) { return fabs{{suffix}}(x); }
        static inline {{type}} sqrt_{{name}}({{type}} x) { return sqrt{{suffix}}(x); }
        static inline {{type}} floor_{{name}}({{type}} x) { return floor{{suffix}}(x); }
        static inline {{type}} ceiling_{{name}}({{type}} x) { return ceil{{suffix}}(x); }
        static inline {{type}} round_{{name}}({{type}} x) { return rint{{suffix}}(x); }
        static inline {{type}} modulo_{{name}}({{type}} x, {{type}} y) { return fmod{{suffix}}(x, y); }
        static inline {{type}} fused_multiply_add_{{name}}({{type}} x, {{type}} y, {{type}} z)
        {
            return fma{{suffix}}(x, y, z);
        }
        static inline {{type}} max_{{name}}({{type}} x, {{type}} y)
        {
            return x != x ? x : y != y ? y : x == y ? (signbit(x) ? y : x) : x > y ? x : y;
        }
        static inline {{type}} min_{{name}}({{type}} x, {{type}} y)
        {
            return x != x ? x : y != y ? y : x == y ? (signbit(x) ? x : y) : x < y ? x : y;
        }
        static inline {{type}} power_of_two_{{name}}({{type}} n)
        {
            return from_bits_{{name}}((u{{bits}})(bits_{{name}}(n + {{shift}}) + {{bias}}) << {{digits}});
        }
        static inline {{type}} mantissa_{{name}}({{type}} x)
        {
            {{bits}} digits = bits_{{name}}(x) & ((({{bits}})1 << {{digits}}) - 1);
            return from_bits_{{name}}(digits | (({{bits}}){{bias}} << {{digits}}));
        }
        static inline {{type}} exponent_{{name}}({{type}} x)
        {
            return ({{type}})(int)((u{{bits}})bits_{{name}}(x) >> {{digits}}) - {{bias}};
        }

        """;

    // A division by zero is the device's to report; here it gives 0.
    private static string Integer(string name, string type) => $$"""

        static inline {{type}} abs_{{name}}({{type}} x) { return x < 0 ? -x : x; }
        static inline {{type}} max_{{name}}({{type}} x, {{type}} y) { return x > y ? x : y; }
        static inline {{type}} min_{{name}}({{type}} x, {{type}} y) { return x < y ? x : y; }
        static inline bool is_minus_one_{{name}}({{type}} x) { return x < 0 && x == ({{type}})-1; }
        static inline {{type}} modulo_{{name}}({{type}} x, {{type}} y)
        {
            return y == 0 || is_minus_one_{{name}}(y) ? 0 : x % y;
        }
        static inline {{type}} floor_divide_{{name}}({{type}} x, {{type}} y)
        {
            if (y == 0 || is_minus_one_{{name}}(y))
                return y == 0 ? 0 : -x;
            {{type}} quotient = x / y, rest = x % y;
            return rest != 0 && (rest < 0) != (y < 0) ? quotient - 1 : quotient;
        }
        static inline {{type}} pow_{{name}}({{type}} x, {{type}} y)
        {
            if (y < 0)
                return x == 1 ? 1 : is_minus_one_{{name}}(x) ? (y % 2 == 0 ? 1 : x) : 0;
            {{type}} result = 1;
            for (; y > 0; y >>= 1, x = x * x)
            {
                if (y & 1)
                    result = result * x;
            }
            return result;
        }

        """;
}
