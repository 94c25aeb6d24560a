// Asks a service of the template madaline-api. Run by run.sh, from a copy of its own, with packages of the feed.
//     dotnet run ask.cs ADDRESS digits|wheat|heating
#:package Madaline.Datasets@VERSION
#:property PublishAot=false
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Madaline.Datasets.Images;

using var client = new HttpClient { BaseAddress = new Uri(args[0]) };
for (int attempt = 0; ; attempt++)
{
    try
    {
        Console.WriteLine(await client.GetStringAsync("/"));
        break;
    }
    catch (HttpRequestException) when (attempt < 300)
    {
        await Task.Delay(100);
    }
}

return args[1] switch
{
    "digits" => await Pictures(),
    "wheat" => await Rows(),
    _ => await Numbers(),
};

// Digits that the network has not seen, as PNG files.
async Task<int> Pictures()
{
    TensorDataset test = DatasetCatalog.Load("digits").Test!;
    var (images, classes) = test.GatherAll();
    int right = 0;
    for (int i = 0; i < 20; i++)
    {
        byte[] picture = ImageFile.Encode(images[i], ImageFormat.Png);
        using var response = await client.PostAsync("/predict/picture", new ByteArrayContent(picture));
        right += Answer(await response.Content.ReadFromJsonAsync<JsonElement>()) == test.ClassNames[(int)classes[i].Item<long>()] ? 1 : 0;
    }

    using var refused = await client.PostAsync("/predict/picture", new ByteArrayContent([1, 2, 3]));
    string why = await refused.Content.ReadAsStringAsync();
    Console.WriteLine($"{right} of 20 pictures are right; three bytes are answered with {(int)refused.StatusCode}: {why}");
    return right >= 15 && refused.StatusCode == HttpStatusCode.BadRequest && why.Contains("picture", StringComparison.Ordinal) ? 0 : 1;
}

async Task<int> Rows()
{
    TensorDataset wheat = DatasetCatalog.Load("wheat-sample").Train;
    var (rows, classes) = wheat.GatherAll();
    int right = 0;
    for (int i = 0; i < 20; i++)
    {
        float[] values = rows[i].ToArray<float>();
        var row = wheat.FeatureNames.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        using var response = await client.PostAsJsonAsync("/predict/row", row);
        right += Answer(await response.Content.ReadFromJsonAsync<JsonElement>()) == wheat.ClassNames[(int)classes[i].Item<long>()] ? 1 : 0;
    }

    using var refused = await client.PostAsJsonAsync("/predict/row", new Dictionary<string, float> { ["area"] = 15 });
    string why = await refused.Content.ReadAsStringAsync();
    Console.WriteLine($"{right} of 20 rows are right; one column is answered with {(int)refused.StatusCode}: {why}");
    using var broken = await client.PostAsync("/predict/row", new StringContent("{\"area\": 15,\n oops}"));
    string where = await broken.Content.ReadAsStringAsync();
    Console.WriteLine($"a broken body is answered with {(int)broken.StatusCode}: {where}");
    return right >= 16 && refused.StatusCode == HttpStatusCode.BadRequest && broken.StatusCode == HttpStatusCode.BadRequest
        && where.Contains("line 2, byte 2", StringComparison.Ordinal) ? 0 : 1;
}

// Heat that a house needs on a day.
async Task<int> Numbers()
{
    TensorDataset test = DatasetCatalog.Load("heating").Test!;
    var (rows, heat) = test.GatherAll();
    double errors = 0;
    for (int i = 0; i < 20; i++)
    {
        float[] values = rows[i].ToArray<float>();
        var row = test.FeatureNames.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        using var response = await client.PostAsJsonAsync("/predict/row", row);
        double value = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetDouble();
        errors += Math.Abs(value - heat[i].Item<double>()) / 20;
    }

    Console.WriteLine($"20 numbers are {errors:F1} kWh off on average");
    return errors < 10 ? 0 : 1;
}

static string? Answer(JsonElement answer) => answer.GetProperty("class").GetString();
