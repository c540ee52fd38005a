// Buttons that ask the device for a passkey: allauth's script does it, the button says what with.
const what = { loginForm: "login", authenticateForm: "authenticate", addForm: "add" };

for (const button of document.querySelectorAll("[data-passkey]")) {
  const { passkey, credential, passwordless, options } = button.dataset;
  const ids = { [what[passkey]]: button.id, credential, passwordless, data: options };
  window.allauth.webauthn.forms[passkey]({ ids });
}

// allauth's script raises this when the device, the browser or the person says no.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey_problem");
  if (problem) problem.hidden = false;
});
