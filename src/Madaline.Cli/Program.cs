using Madaline.Cli;

return await CommandLine.RunAsync(args);
