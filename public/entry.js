// Sends a visitor of `/` to the language chosen before, or else the first of the browser's languages that the site has.
;(function () {
  var chosen = /(?:^|; )locale=(en|ko)(?:;|$)/.exec(document.cookie)
  var wanted = (navigator.languages || [navigator.language || 'en']).map(function (tag) {
    return tag.slice(0, 2).toLowerCase()
  })
  var first = wanted.filter(function (tag) {
    return tag === 'en' || tag === 'ko'
  })[0]
  location.replace('/' + (chosen ? chosen[1] : first || 'en') + location.search + location.hash)
})()
