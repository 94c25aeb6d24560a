namespace Madaline.Plots.Tests.Drawing;

public sealed class GalleryFigureTests
{
    private static readonly Picture Small = Picture.OfImage(Tensor.Zeros([4, 4]));

    [Theory]
    [InlineData("said Crocodile of the upper Nile: 98.9%")]
    [InlineData("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz")]
    public void Captions_are_never_cut(string caption)
    {
        string[] texts = Svg.Of(GalleryFigure.Draw(new Gallery("Title", [new Tile(Small, caption)]))).Texts;
        Assert.DoesNotContain(texts, text => text.Contains('…'));
        Assert.Equal(caption.Replace(" ", ""), string.Concat(texts[1..]).Replace(" ", ""));
        var caption11 = new Lettering(11);
        Assert.All(texts[1..], text => Assert.InRange(caption11.WidthOf(text), 1, 112 + 8));
    }

    [Fact]
    public void A_gallery_of_tiles_needs_no_name_of_a_type()
    {
        var gallery = new Gallery("T", [new(Small, "a"), new(Small)]);
        Assert.Equal(["a"], Assert.Single(gallery.Sections).Tiles[0].Captions);
        Assert.Equal(2, new Gallery("T", [new GallerySection("one", [new(Small)]), new GallerySection("two", [])]).Sections.Count);
    }

    [Fact]
    public void Words_stay_whole_where_they_fit() =>
        Assert.Equal(["said Ankle", "boot: 98.9%"], new Lettering(11).Wrap("said Ankle boot: 98.9%", 72));

    [Fact]
    public void Text_makes_room_for_itself()
    {
        var one = GalleryFigure.Draw(new Gallery("T", [new Tile(Small, "a")]));
        var tile = new Tile(Small, "a caption that needs several lines of text, three to be exact");
        var more = GalleryFigure.Draw(new Gallery("T", [tile]));
        Assert.True(more.Height >= one.Height + (2 * new Lettering(11).LineHeight));
        Assert.Equal(one.Width, more.Width);
    }

    [Fact]
    public void The_highlighted_caption_is_vermilion()
    {
        var tile = new Tile(Small, "said elm", "is oak") { Highlighted = 0 };
        var texts = Svg.Of(GalleryFigure.Draw(new Gallery("T", [tile]))).Coloured;
        Assert.Contains(("said elm", Svg.Hex(Palette.Vermilion)), texts);
        Assert.Contains(("is oak", Svg.Hex(Palette.Ink)), texts);
    }

    [Fact]
    public void Pictures_of_28_and_32_pixels_are_enlarged_fourfold()
    {
        foreach (int size in (int[])[28, 32])
        {
            var figure = GalleryFigure.Draw(new Gallery("", [new Tile(Picture.OfImage(Tensor.Zeros([size, size])))]));
            Assert.Equal((4 * size) + 32, figure.Width);
        }
    }

    [Fact]
    public void Named_rows_stand_below_each_other_and_fill_their_cells()
    {
        Picture large = Picture.OfImage(Tensor.Zeros([16, 16]));
        var section = new GallerySection("0 (Conv2d)", [new(Small), new(Small), new(large), new(large)])
        {
            RowNames = ["kernel", "0 Conv2d"],
        };
        var svg = Svg.Of(GalleryFigure.Draw(new Gallery("T", [section]), columns: 16, pictureWidth: 64));
        Assert.Equal(["T", "0 (Conv2d)", "kernel", "0 Conv2d"], svg.Texts);
        Assert.Equal(32 + 96 + 8 + 64 + 8 + 64, svg.Width);
    }
}
