using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Workshop.Tests;

/// <summary>The build with Azure SignalR, against a service that is not there: what can be seen without one is how a browser is sent to it, and by which token.</summary>
public sealed class AzureTests
{
    private const string Setting = "ConnectionStrings__AzureSignalR";
    private const string Fake = "Endpoint=https://samskapa-prov.invalid;AccessKey=cHJvdi1ueWNrZWwtc29tLWJhcmEtZmlubnMtaS1wcm92LW9jaC1hci1sYW5n;Version=1.0;";

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "Workshop.Server.dll");

    [Fact]
    public async Task AZ1_negotiate_sends_the_browser_to_the_service_with_a_token_that_names_its_device()
    {
        await using var server = await ServerProcess.Start(new Dictionary<string, string>(ServerProcess.Raised, StringComparer.Ordinal) { [Setting] = Fake }, Dll);
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var answer = await lead.Device.Must(HttpMethod.Post, "/hub/dialogue/negotiate?negotiateVersion=1&d=x&lang=en");
        var url = new Uri((string)answer!["url"]!);
        url.Host.Should().Be("samskapa-prov.invalid");
        url.AbsolutePath.Should().Be("/client/");
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(((string)answer["accessToken"]!).Split('.')[1])))!;
        var secret = lead.Device.Cookies.GetAllCookies().Single().Value;
        claims["samskapa.device"]!.GetValue<string>().Should().MatchRegex("^[0-9a-f]{64}$").And.NotContain(secret);
        answer.ToJsonString().Should().NotContain(secret, "a script may read the token, and shall not have the cookie by it");
    }

    [Fact]
    public async Task AZ2_who_has_no_device_gets_no_token()
    {
        await using var server = await ServerProcess.Start(new Dictionary<string, string>(ServerProcess.Raised, StringComparer.Ordinal) { [Setting] = Fake }, Dll);
        using var stranger = new Device(server.Address);
        var answer = await stranger.Post("/hub/dialogue/negotiate?negotiateVersion=1", null);
        (answer.Status, answer.Code).Should().Be((401, "not-signed-in"));
    }

    [Fact]
    public async Task AZ3_the_page_may_connect_to_the_service_and_nowhere_else()
    {
        await using var server = await ServerProcess.Start(new Dictionary<string, string>(ServerProcess.Raised, StringComparer.Ordinal) { [Setting] = Fake }, Dll);
        using var http = new HttpClient { BaseAddress = server.Address };
        var policy = (await http.GetAsync("/health/ready")).Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain($"connect-src 'self' ws://{server.Address.Authority} wss://{server.Address.Authority} https://samskapa-prov.invalid wss://samskapa-prov.invalid;");
    }

    [Theory]
    [InlineData("", "needs ConnectionStrings__AzureSignalR")]
    [InlineData("Endpoint=nowhere", "cannot be read")]
    public async Task AZ4_without_a_service_it_says_so_and_does_not_start(string setting, string said)
    {
        var start = new ProcessStartInfo("dotnet", [Dll]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        var folder = Directory.CreateTempSubdirectory("samskapa-azure-").FullName;
        (start.Environment[Setting], start.Environment["Workshop__DataFolder"], start.Environment["ASPNETCORE_URLS"]) = (setting, folder, "http://127.0.0.1:0");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        process.ExitCode.Should().Be(2);
        (await errors).Should().Contain(said);
        Directory.Delete(folder, recursive: true);
    }
}
