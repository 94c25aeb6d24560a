namespace Madaline.Datasets;

/// <summary>Means and covariances of the three varieties of wheat, rounded to five digits.</summary>
/// <remarks>
/// Computed from the 3 × 70 kernels of the UCI "seeds" data (CC BY 4.0; covariances with divisor 69). Source:
/// Charytanowicz, Niewczas, Kulczycki, Kowalski, Łukasik, Żak, "Complete gradient clustering algorithm for features
/// analysis of X-ray images", 2010. Features: area, perimeter, compactness, kernel length, kernel width, asymmetry,
/// groove length.
/// </remarks>
internal static class WheatVarieties
{
    /// <summary>Kama, Rosa, Canadian.</summary>
    public static readonly Gaussian[] All =
    [
        new(
            [14.334, 14.294, 0.88007, 5.5081, 3.2446, 2.6674, 5.0872],
            [
                [1.4779],
                [0.68444, 0.33245],
                [0.0073033, 0.0015396, 0.00026215],
                [0.23494, 0.12297, -0.00054840, 0.053596],
                [0.19435, 0.082170, 0.0019169, 0.022639, 0.031547],
                [-0.072044, -0.036510, 0.00070244, -0.0099708, -0.0055611, 1.3780],
                [0.23112, 0.12067, -0.00055963, 0.052878, 0.020941, -0.0034102, 0.069537],
            ]),
        new(
            [18.334, 16.136, 0.88352, 6.1480, 3.6774, 3.6448, 6.0206],
            [
                [2.0721],
                [0.86667, 0.38068],
                [0.0060831, 0.00054763, 0.00024025],
                [0.31905, 0.15000, -0.00090184, 0.071926],
                [0.23516, 0.087899, 0.0018513, 0.025531, 0.034425],
                [-0.067207, -0.023392, -0.0012564, -0.016664, 0.0028725, 1.3968],
                [0.26619, 0.12718, -0.00097953, 0.063750, 0.018923, -0.024483, 0.064482],
            ]),
        new(
            [11.874, 13.248, 0.84941, 5.2295, 2.8538, 4.7884, 5.1164],
            [
                [0.52273],
                [0.22324, 0.11573],
                [0.0086018, 0.0010760, 0.00047348],
                [0.051549, 0.037269, -0.0011112, 0.019048],
                [0.092131, 0.029481, 0.0027647, 0.0016707, 0.021761],
                [0.038275, 0.025956, -0.0010741, 0.023924, 0.014631, 1.7861],
                [0.030276, 0.030061, -0.0016966, 0.018533, -0.0032184, 0.023335, 0.026266],
            ]),
    ];
}
