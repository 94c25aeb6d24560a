using Madaline.Data;

namespace Madaline.Training;

/// <summary>What a training consists of.</summary>
/// <param name="Trainer">The network, its loss and its optimizer.</param>
/// <param name="Loader">Gives the batches.</param>
/// <param name="Options">Epochs, schedule, clipping.</param>
public sealed record TrainingSetup(Trainer Trainer, DataLoader Loader, TrainerOptions Options);
