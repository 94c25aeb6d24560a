using System.Runtime.CompilerServices;

namespace Madaline.Tests.Expressions;

/// <summary>
/// Texts that are looked at: what a device would compile. <c>MADALINE_APPROVE=1 dotnet test</c> writes them anew.
/// </summary>
public sealed class TextTests
{
    public static TheoryData<string> Functions =>
    [
        "SiluOp_f32", "SigmoidOp_gradient_f64", "ReluOp_f32", "LeakyReluOp_gradient_f32", "GeluExact_f32", "Clamp_i64",
        "WithRight_Div_gradient_f32", "IsFinite_u8", "MaxReduction_i32", "AdamRule_f32",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_text_of_an_expression_is_the_approved_one(string function)
    {
        var (expression, kind) = RecordingTests.Named(function);
        string text = CText.Of(expression, kind);
        string built = Path.Combine(AppContext.BaseDirectory, "expressions", function + ".approved.txt");
        if (Environment.GetEnvironmentVariable("MADALINE_APPROVE") == "1")
            Write(text, built, Path.Combine(Source(), "Approved", function + ".approved.txt"));
        Assert.Equal(File.Exists(built) ? File.ReadAllText(built) : "nothing", text);
    }

    private static void Write(string text, params string[] files)
    {
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string Source([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
