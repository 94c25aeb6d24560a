// Answers with a trained run: the folder that `madaline train` leaves.
//     dotnet run -- --run runs/digits-…
//     curl --data-binary @seven.png http://localhost:5000/predict/picture
//     curl --json '{"area": 15.26, "perimeter": 14.84}' http://localhost:5000/predict/row
// A row is answered with a class, or with a number where the run predicts one (madaline train regression).
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
    model.Recipe.Name, model.InputShape.ToString(), model.ClassNames, model.TargetName,
    [.. model.Encoder?.Columns.OfType<FeatureColumn>().Select(column => column.Name) ?? []]));

app.MapPost("/predict/picture", async (HttpRequest request, TrainedModel model) =>
{
    using var bytes = new MemoryStream();
    await request.Body.CopyToAsync(bytes);
    return Reply.Of(() =>
    {
        Tensor picture = ImageInput.Decode(bytes.ToArray(), "the picture", model, out _);
        return Reply.Of(model.Classify(picture.Unsqueeze(0))[0]);
    });
});

// Columns by name, as numbers or texts. What the model was trained for decides whether a class is answered or a number.
app.MapPost("/predict/row", async (HttpRequest request, TrainedModel model) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    return model.Task.HasNumbers
        ? Reply.Of(() => new NumberReply(model.TargetName, model.PredictNumber(Row.Read(body.ToArray()))))
        : Reply.Of(() => Reply.Of(model.Predict(Row.Read(body.ToArray()))));
});

app.Run();
return 0;
