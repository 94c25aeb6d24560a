using Madaline.Formats;

namespace Madaline.Tests.Formats;

public sealed class PlainTextTests
{
    [Fact]
    public void Text_without_control_characters_is_left_alone()
    {
        string text = "Öl, 猫 and “cats” — 🐈 é";
        Assert.Same(text, PlainText.Of(text));
        Assert.Same("", PlainText.Of(""));
    }

    [Theory]
    [InlineData("a\u001b[31mb", "a\ufffd[31mb")]
    [InlineData("\a\b\r\n\t\0", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("\u007f\u009b2J", "\ufffd\ufffd2J")]
    [InlineData("gpj\u202e.exe\u2028\u2066", "gpj\ufffd.exe\ufffd\ufffd")]
    public void Control_characters_and_marks_of_direction_are_replaced(string text, string shown) =>
        Assert.Equal(shown, PlainText.Of(text));

    [Fact]
    public void Lines_and_tabs_stay_on_demand() =>
        Assert.Equal("a\n\tb\ufffd", PlainText.Of("a\n\tb\r", keepLines: true));

    [Fact]
    public void An_error_about_a_file_shows_no_control_character_of_its_name_or_reason()
    {
        var error = new DataFormatException("x\u001b[2J.png", 7, "the name \u009b is odd");
        Assert.Equal("x\ufffd[2J.png, byte 7: the name \ufffd is odd", error.Message);
        Assert.Equal("the name \ufffd is odd", error.Reason);
        Assert.Equal("x\u001b[2J.png", error.File);
    }
}
