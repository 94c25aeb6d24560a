// Answers with a trained run: the folder that `madaline train` leaves.
//     dotnet run -- --run runs/digits-…
//     curl --data-binary @seven.png http://localhost:5000/predict/picture
//     curl --json '{"area": 15.26, "perimeter": 14.84}' http://localhost:5000/predict/row
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;
using MadalineApi;

var builder = WebApplication.CreateSlimBuilder(args);
string folder = builder.Configuration["run"] ?? "run";
TrainedModel model;
try
{
    model = RunFolder.Open(folder).ReadModel();
}
catch (Exception e) when (e is RunFolderException or DataFormatException)
{
    Console.Error.WriteLine($"{e.Message} Train one (madaline train digits), and name its folder: dotnet run -- --run FOLDER");
    return 1;
}

// One model serves all requests at once, without locks.
builder.Services.AddSingleton(model);
var app = builder.Build();

app.MapGet("/", (TrainedModel model) => new Description(
    model.Recipe.Name, model.InputShape.ToString(), model.ClassNames, model.FeatureNames));

app.MapPost("/predict/picture", async (HttpRequest request, TrainedModel model) =>
{
    using var bytes = new MemoryStream();
    await request.Body.CopyToAsync(bytes);
    return Reply.Of(() =>
    {
        Tensor picture = ImageInput.Decode(bytes.ToArray(), "the picture", model, out _);
        return model.Classify(picture.Unsqueeze(0))[0];
    });
});

// Columns by name, as numbers or texts.
app.MapPost("/predict/row", (Dictionary<string, System.Text.Json.JsonElement> row, TrainedModel model) =>
    Reply.Of(() => model.Predict(row.ToDictionary(cell => cell.Key, cell => cell.Value.ToString()))));

app.Run();
return 0;
