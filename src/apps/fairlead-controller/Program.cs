Console.Error.WriteLine("fairlead-controller: it cannot be started yet");
return 1;
