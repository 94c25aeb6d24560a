// @ts-check
// Numbers of tables and labels: four digits, true exponents.

const signs = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} value @returns {string} */
export function text(value) {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0)
    return "0";
  if (size >= 1e-3 && size < 1e5)
    return minus(Number.isInteger(value) ? String(value) : value.toPrecision(4));
  const [mantissa, power] = value.toExponential(3).split("e");
  const raised = [...power.replace("+", "")].map(c => c === "-" ? "⁻" : signs[Number(c)]).join("");
  return `${minus(mantissa)} × 10${raised}`;
}

/** @param {number} value @returns {string} an integer with narrow spaces between thousands, where no line ends */
export function count(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** @param {string} digits */
function minus(digits) {
  return digits.replace("-", "−");
}
